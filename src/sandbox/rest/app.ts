import { inScope, mintToken, type TokenRequest } from '../auth.ts';
import { notFound } from '../refusal.ts';
import { appShape, installationShape } from '../shapes/app.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { findRepository, type Installation } from '../state.ts';
import { iso, type Call } from '../world.ts';
import { paginate, type Handlers } from './handler.ts';

export const appHandlers: Handlers = {
  'apps/get-authenticated': {
    for: 'app',
    run: ({ world }) => ({ status: 200, body: appShape(world.url, world.state.app) }),
  },
  'apps/list-installations': {
    for: 'app',
    run(call) {
      const { page, link } = paginate(call, [...call.world.state.installations.values()]);
      return { status: 200, body: page.map((one) => shape(call, one)), headers: link ?? {} };
    },
  },
  'apps/get-installation': {
    for: 'app',
    run: (call) => ({ status: 200, body: shape(call, installationOf(call)) }),
  },
  'apps/get-repo-installation': {
    for: 'app',
    run(call) {
      const { state } = call.world;
      const repository = findRepository(state, call.parameters['owner'] ?? '', call.parameters['repo'] ?? '');
      const found = [...state.installations.values()].find((one) => one.repositories.has(repository?.id ?? -1));
      if (found === undefined) throw notFound('/apps/apps#get-a-repository-installation-for-the-authenticated-app');
      return { status: 200, body: shape(call, found) };
    },
  },
  'apps/create-installation-access-token': {
    for: 'app',
    run(call) {
      const { world } = call;
      const wanted = call.body as TokenRequest;
      const { text, token } = mintToken(world.state, installationOf(call), wanted, world.now());
      const chosen = [...world.state.repositories.values()].filter((one) => token.repositories?.has(one.id));
      const narrowed = token.repositories !== undefined;
      const body = {
        token: text,
        expires_at: iso(token.expiresAt),
        permissions: token.permissions,
        repository_selection: 'selected',
        ...(narrowed ? { repositories: chosen.map((one) => repositoryShape(world.url, one)) } : {}),
      };
      return { status: 201, body };
    },
  },
  'apps/list-repos-accessible-to-installation': {
    for: 'token',
    run(call) {
      const { world, actor } = call;
      const all = [...world.state.repositories.values()];
      const seen = all.filter((one) => actor.kind === 'token' && inScope(actor.token, one));
      const { page, link } = paginate(call, seen);
      const repositories = page.map((one) => repositoryShape(world.url, one));
      return { status: 200, body: { total_count: seen.length, repositories }, headers: link ?? {} };
    },
  },
};

function shape(call: Call, installation: Installation): unknown {
  return installationShape(call.world.url, call.world.state.app, installation);
}

function installationOf(call: Call): Installation {
  const installation = call.world.state.installations.get(Number(call.parameters['installation_id']));
  if (installation === undefined) throw notFound('/apps/apps#get-an-installation-for-the-authenticated-app');
  return installation;
}

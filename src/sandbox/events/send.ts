import { userShape, type Json } from '../shapes/account.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { Account, Installation, Repository } from '../state.ts';
import { nodeId, type World } from '../world.ts';

type Detail = Readonly<Record<string, string | number | boolean | null>>;

/** `review.submitted` on the bus: Apps that have no use for `pull_request_review` do not subscribe to it. */
export function happen(
  world: World,
  repository: Repository,
  name: string,
  number: number | null,
  detail: Detail,
): void {
  world.bus.emit({ name, owner: repository.owner.login, repo: repository.name, number, detail });
}

export function installationOf(world: World, repository: Repository): Installation | undefined {
  return [...world.state.installations.values()].find((one) => one.repositories.has(repository.id));
}

/** Tells the App what happened on a repository, if it is installed there and not suspended. */
export function send(world: World, repository: Repository, sender: Account, event: string, payload: Json): void {
  const installation = installationOf(world, repository);
  if (installation === undefined || installation.suspendedAt !== null) return;
  const action = typeof payload['action'] === 'string' ? payload['action'] : null;
  const full = {
    ...payload,
    repository: repositoryShape(world.url, repository),
    sender: userShape(world.url, sender),
    installation: { id: installation.id, node_id: nodeId('IN', installation.id) },
  };
  world.webhooks.send({ event, action, payload: full, installation, repository });
}

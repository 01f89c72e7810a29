import { userShape } from '../shapes/account.ts';
import { installationShape } from '../shapes/app.ts';
import { fullName, type Installation, type Repository } from '../state.ts';
import { nodeId, type World } from '../world.ts';

/** The life of an installation. It carries no repository of its own: an installation may hold many. */
export function announceInstallation(
  world: World,
  installation: Installation,
  action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted' = 'created',
): void {
  const { state, url } = world;
  const held = [...state.repositories.values()].filter(({ id }) => installation.repositories.has(id));
  const payload = {
    action,
    installation: installationShape(url, state.app, installation),
    repositories: held.map(brief),
    sender: userShape(url, installation.account),
  };
  world.webhooks.send({ event: 'installation', action, payload, installation, repository: undefined });
}

/** Repositories join an installation, or leave it. */
export function announceSelection(
  world: World,
  installation: Installation,
  repository: Repository,
  action: 'added' | 'removed',
): void {
  const payload = {
    action,
    installation: installationShape(world.url, world.state.app, installation),
    repository_selection: 'selected',
    repositories_added: action === 'added' ? [brief(repository)] : [],
    repositories_removed: action === 'removed' ? [brief(repository)] : [],
    requester: null,
    sender: userShape(world.url, installation.account),
  };
  world.webhooks.send({ event: 'installation_repositories', action, payload, installation, repository: undefined });
}

function brief(repository: Repository): object {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

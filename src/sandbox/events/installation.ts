import { userShape } from '../shapes/account.ts';
import { installationShape } from '../shapes/app.ts';
import { fullName, type Installation, type Repository } from '../state.ts';
import { nodeId, type World } from '../world.ts';

/** The App was installed. It carries no repository of its own: an installation may hold many. */
export function announceInstallation(
  world: World,
  installation: Installation,
  repositories: readonly Repository[],
): void {
  const payload = {
    action: 'created',
    installation: installationShape(world.url, world.state.app, installation),
    repositories: repositories.map((one) => ({
      id: one.id,
      node_id: nodeId('R', one.id),
      name: one.name,
      full_name: fullName(one),
      private: one.private,
    })),
    sender: userShape(world.url, installation.account),
  };
  world.webhooks.send({ event: 'installation', action: 'created', payload, installation, repository: undefined });
}

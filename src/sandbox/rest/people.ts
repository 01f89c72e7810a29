import { legacyPermission, permissionOf } from '../people.ts';
import { notFound } from '../refusal.ts';
import { userShape } from '../shapes/account.ts';
import type { Handlers } from './handler.ts';

export const peopleHandlers: Handlers = {
  'repos/get-collaborator-permission-level': {
    for: 'repository',
    needs: [{ metadata: 'read' }],
    run({ world, repository, parameters }) {
      const name = parameters['username'] ?? '';
      const user = world.state.accounts.get(name.toLowerCase());
      if (user === undefined) throw notFound('/collaborators/collaborators#get-repository-permissions-for-a-user');
      const role = permissionOf(repository, user);
      const permissions = {
        pull: role !== 'none',
        triage: role !== 'none' && role !== 'read',
        push: role === 'admin' || role === 'maintain' || role === 'write',
        maintain: role === 'admin' || role === 'maintain',
        admin: role === 'admin',
      };
      const shape = { ...userShape(world.url, user), permissions, role_name: role };
      return { status: 200, body: { permission: legacyPermission(role), role_name: role, user: shape } };
    },
  },
};

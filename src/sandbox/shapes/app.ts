import type { App, Installation } from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { userShape, type Json } from './account.ts';

/** `integration` */
export function appShape(url: string, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: userShape(url, app.owner),
    name: app.name,
    description: '',
    external_url: `${url}/apps/${app.slug}`,
    html_url: `${url}/apps/${app.slug}`,
    created_at: iso(app.createdAt),
    updated_at: iso(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** `installation` */
export function installationShape(url: string, app: App, installation: Installation): Json {
  const api = `${url}/api/v3/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account: userShape(url, installation.account),
    repository_selection: 'selected',
    access_tokens_url: `${api}/access_tokens`,
    repositories_url: `${url}/api/v3/installation/repositories`,
    html_url: `${url}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: installation.permissions,
    events: app.events,
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.createdAt),
    single_file_name: null,
    suspended_by: installation.suspendedAt === null ? null : userShape(url, installation.account),
    suspended_at: installation.suspendedAt === null ? null : iso(installation.suspendedAt),
  };
}

import type { AppHost, Delivery, InstallationRef } from '../jobs/ports.ts';
import type { Client } from './client.ts';
import { pageSize } from './limits.ts';

/** The App's own calls, made with its JWT. Throws GitHubError and RateLimited. */
export function createAppHost(app: Client): AppHost {
  return {
    deliveries: (cursor) => listDeliveries(app, cursor),
    async redeliver(id) {
      await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    },
    installations: () => listInstallations(app),
  };
}

/** The cursor of the next page stands in the `link` header alone. https://docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook */
async function listDeliveries(app: Client, cursor: string | undefined): ReturnType<AppHost['deliveries']> {
  const { data, headers } = await app.rest.apps.listWebhookDeliveries({
    per_page: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const deliveries = data.map(({ id, guid, delivered_at: at, status_code: status, event, action }): Delivery => ({
    id,
    guid,
    at: Date.parse(at),
    isAnswered: status >= 200 && status < 300,
    event: action === null ? event : `${event}.${action}`,
  }));
  return { deliveries, next: cursorIn(headers.link) };
}

function cursorIn(link: string | undefined): string | undefined {
  const address = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return address === undefined ? undefined : (new URL(address).searchParams.get('cursor') ?? undefined);
}

async function listInstallations(app: Client): Promise<readonly InstallationRef[]> {
  const all = await app.paginate(app.rest.apps.listInstallations, { per_page: pageSize });
  return all.flatMap(({ id, account, created_at: createdAt, suspended_at: suspendedAt, target_type: type }) => {
    const login = account !== null && 'login' in account ? account.login : undefined;
    if (suspendedAt !== null || login === undefined) return [];
    return [{ id, account: { login, isOrganization: type === 'Organization' }, createdAt: Date.parse(createdAt) }];
  });
}

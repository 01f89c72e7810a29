import { notFound } from '../refusal.ts';
import type { WebhookDelivery } from '../log.ts';
import { iso, type Call } from '../world.ts';
import type { Handlers } from './handler.ts';

/** Webhook deliveries, the newest first, with a cursor that only the `link` header tells (contract section 1.2). */
export const deliveryHandlers: Handlers = {
  'apps/list-webhook-deliveries': {
    for: 'app',
    run(call) {
      const size = Math.min(Number(call.query.get('per_page') ?? 30) || 30, 100);
      const status = call.query.get('status');
      const cursor = call.query.get('cursor');
      const all = kept(call)
        .toReversed()
        .filter((one) => status === null || outcome(one) === status);
      const start = cursor === null ? 0 : all.findIndex((one) => String(one.id) === cursor);
      const page = start < 0 ? [] : all.slice(start, start + size);
      const next = start < 0 ? undefined : all[start + size];
      const headers: Record<string, string> = {};
      if (next !== undefined) headers['link'] = `<${withCursor(call, next.id)}>; rel="next"`;
      return { status: 200, body: page.map(itemShape), headers };
    },
  },
  'apps/get-webhook-delivery': {
    for: 'app',
    run(call) {
      const delivery = deliveryOf(call);
      const { requestHeaders, payload, responseHeaders, responseBody } = delivery;
      const request = { headers: requestHeaders, payload };
      const response = { headers: responseHeaders, payload: responseBody };
      return {
        status: 200,
        body: { ...itemShape(delivery), url: call.world.webhooks.target?.url ?? '', request, response },
      };
    },
  },
  'apps/redeliver-webhook-delivery': {
    for: 'app',
    run(call) {
      const delivery = deliveryOf(call);
      // GitHub accepts and sends later; a failed attempt is in the log.
      void call.world.webhooks.redeliver(delivery);
      return { status: 202, body: {} };
    },
  },
};

/** By the status code alone: what was never answered has none, and is in neither list (contract section 1.2). */
function outcome({ statusCode }: WebhookDelivery): 'success' | 'failure' | undefined {
  if (statusCode >= 200 && statusCode < 400) return 'success';
  return statusCode >= 400 && statusCode < 600 ? 'failure' : undefined;
}

/** Three days; GitHub Enterprise Server keeps seven. */
const RETENTION_MS = 3 * 24 * 3_600_000;

function kept({ world }: Call): readonly WebhookDelivery[] {
  return world.state.deliveries.filter((one) => one.deliveredAt > world.now() - RETENTION_MS);
}

function withCursor(call: Call, id: number): string {
  const address = new URL(call.address);
  address.searchParams.set('cursor', String(id));
  return address.href;
}

function deliveryOf(call: Call): WebhookDelivery {
  const delivery = kept(call).find((one) => one.id === Number(call.parameters['delivery_id']));
  if (delivery === undefined) throw notFound('/apps/webhooks#get-a-delivery-for-an-app-webhook');
  return delivery;
}

function itemShape(delivery: WebhookDelivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

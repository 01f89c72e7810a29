import { createHmac, randomUUID } from 'node:crypto';
import { createDeliveryFaults, type DeliveryFault, type DeliveryFaults } from './delivery-faults.ts';
import type { WebhookDelivery } from './log.ts';
import { SandboxBug, type Contract } from './validate.ts';
import { newId, type Installation, type Repository, type State } from './state.ts';

/** GitHub cuts the connection after 10 seconds and does not try again (contract section 1). */
const DEADLINE_MS = 10_000;
/** What would be larger is not sent at all (contract section 1). */
const MAX_PAYLOAD = 25 * 1024 * 1024;

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

export interface WebhookEvent {
  readonly event: string;
  readonly action: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly installation: Installation | undefined;
  readonly repository: Repository | undefined;
}

export interface Webhooks {
  /** Where deliveries go from now on; undefined: nowhere, and none is logged. */
  setTarget(target: WebhookTarget | undefined): void;
  readonly target: WebhookTarget | undefined;
  readonly faults: DeliveryFaults;
  /** Checks the payload against GitHub's description and sends it in the background. */
  send(event: WebhookEvent): void;
  /** Sends a logged delivery again, with its GUID; resolves when the App has answered or not. */
  redeliver(delivery: WebhookDelivery): Promise<WebhookDelivery>;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
}

export interface WebhookOptions {
  readonly now: () => number;
  readonly deadlineMs?: number;
  readonly onDelivered?: (delivery: WebhookDelivery) => void;
}

/** The value of `X-Hub-Signature-256` for these bytes. */
export function signature(secret: string, body: string | Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function createWebhooks(state: State, contract: Contract, options: WebhookOptions): Webhooks {
  const underWay = new Set<Promise<unknown>>();
  let target: WebhookTarget | undefined;
  const attempt = (draft: Draft): Promise<WebhookDelivery> => {
    const work = deliver(state, target, draft, options);
    underWay.add(work);
    const forget = (): void => void underWay.delete(work);
    work.then(forget, forget);
    return work;
  };
  const faults = createDeliveryFaults();
  /** On its way or off it. An attempt that fails is in the log. */
  const route = (draft: Draft, fault: DeliveryFault['kind'] | undefined): void => {
    if (fault === undefined) void attempt(draft);
    else if (fault === 'hold') faults.hold(() => attempt(draft));
    else if (fault === 'lose') state.deliveries.push({ ...draft, ...lost(options.now()) });
    else if (fault === 'duplicate') void Promise.all([attempt(draft), attempt({ ...draft, id: newId(state) })]);
  };
  return {
    faults,
    get target() {
      return target;
    },
    setTarget(to) {
      target = to;
    },
    send(event) {
      const errors = contract.checkWebhook(event.event, event.action, event.payload);
      if (errors.length > 0) {
        throw new SandboxBug(`The webhook ${event.event}.${event.action ?? ''} is not GitHub's: ${errors.join(' ')}`);
      }
      if (target === undefined || !subscribed(state, event.event)) return;
      const draft = draftOf(state, event);
      if (Buffer.byteLength(JSON.stringify(draft.payload)) > MAX_PAYLOAD) return;
      route(draft, faults.strike(event.event, event.action));
    },
    redeliver({ guid, event, action, payload, installationId, repositoryId }) {
      const again = { guid, event, action, payload, installationId, repositoryId };
      return attempt({ ...again, id: newId(state), redelivery: true });
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
}

/** GitHub could not reach the App. */
function lost(deliveredAt: number): Outcome {
  const nothing = { requestHeaders: {}, duration: 0, responseHeaders: {}, responseBody: '' };
  return { ...nothing, deliveredAt, status: 'failed to connect to host', statusCode: 0 };
}

/** The payload as it is now: later changes of state are later events. */
function draftOf(state: State, { event, action, payload, installation, repository }: WebhookEvent): Draft {
  return {
    id: newId(state),
    guid: randomUUID(),
    event,
    action,
    payload: structuredClone(payload),
    redelivery: false,
    installationId: installation?.id ?? null,
    repositoryId: repository?.id ?? null,
  };
}

async function deliver(
  state: State,
  target: WebhookTarget | undefined,
  draft: Draft,
  options: WebhookOptions,
): Promise<WebhookDelivery> {
  if (target === undefined) throw new Error('No webhook address is set.');
  const delivery = { ...draft, ...(await post(target, draft, state.app.id, options)) };
  state.deliveries.push(delivery);
  options.onDelivered?.(delivery);
  return delivery;
}

/** These come to every App, asked for or not. */
const UNASKED = new Set(['installation', 'installation_repositories', 'installation_target', 'ping']);

function subscribed(state: State, event: string): boolean {
  const { events } = state.app;
  // The right to write checks subscribes to their events.
  const automatic = event.startsWith('check_') && state.app.permissions['checks'] === 'write';
  return UNASKED.has(event) || automatic || events.includes(event);
}

type Outcome = Pick<
  WebhookDelivery,
  'deliveredAt' | 'requestHeaders' | 'duration' | 'status' | 'statusCode' | 'responseHeaders' | 'responseBody'
>;
type Draft = Omit<WebhookDelivery, keyof Outcome>;

async function post(to: WebhookTarget, delivery: Draft, appId: number, options: WebhookOptions): Promise<Outcome> {
  const body = JSON.stringify(delivery.payload);
  const requestHeaders = {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-id': String(appId),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': signature(to.secret, body),
  };
  const deliveredAt = options.now();
  const start = performance.now();
  const duration = (): number => Math.round(performance.now() - start) / 1000;
  try {
    const signal = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
    const response = await fetch(to.url, { method: 'POST', headers: requestHeaders, body, signal, redirect: 'manual' });
    const responseBody = await response.text();
    const status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    const responseHeaders = Object.fromEntries(response.headers);
    const answer = { status, statusCode: response.status, responseHeaders, responseBody };
    return { deliveredAt, requestHeaders, duration: duration(), ...answer };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    const status = late ? 'timed out' : 'failed to connect to host';
    const answer = { status, statusCode: 0, responseHeaders: {}, responseBody: '' };
    return { deliveredAt, requestHeaders, duration: duration(), ...answer };
  }
}

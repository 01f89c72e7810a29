import type { Answer, World } from './world.ts';

/** Everything that happened, for tests in other processes. */
export function readState({ state, bus, url, faults }: World): object {
  const { app, requests, violations, hurries } = state;
  const deliveries = state.deliveries.map(({ id, guid, event, action, statusCode, duration, redelivery }) => ({
    ...{ id, guid, event, action, statusCode, duration, redelivery },
  }));
  const installations = [...state.installations.values()].map(({ id, account }) => ({ id, account: account.login }));
  return {
    url,
    app: { id: app.id, slug: app.slug },
    installations,
    requests,
    violations,
    hurries,
    faults: faults.list(),
    deliveries,
    happened: bus.history,
  };
}

/** `?name=check_run.completed&number=1&head=…&after=0&timeout=10000`: waits for a happening, past or future. */
export async function waitFor(world: World, query: URLSearchParams): Promise<Answer> {
  const [number, head] = [query.get('number'), query.get('head')];
  const name = query.get('name') ?? '';
  try {
    const body = await world.bus.waitFor(name, {
      after: Number(query.get('after') ?? 0),
      timeoutMs: Number(query.get('timeout') ?? 10_000),
      where: (one) =>
        (number === null || String(one.number) === number) && (head === null || one.detail['head'] === head),
    });
    return { status: 200, body };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 408, body: { message } };
  }
}

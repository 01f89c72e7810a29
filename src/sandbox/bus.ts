/** Something that happened on the stand-in, such as `review.submitted` or `check_run.completed`. */
export interface Happening {
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  /** null when it belongs to no pull request. */
  readonly number: number | null;
  /** What it is about: ids, commits, states. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface WaitOptions {
  readonly where?: (happening: Happening) => boolean;
  /** Look only at what happened after this many happenings: `history.length` at an earlier time. */
  readonly after?: number;
  readonly timeoutMs?: number;
}

export interface Bus {
  /** Everything so far, oldest first. */
  readonly history: readonly Happening[];
  emit(happening: Happening): void;
  subscribe(listener: (happening: Happening) => void): () => void;
  /** The first such happening, past or future. Rejects after `timeoutMs` (10 s unless told). */
  waitFor(name: string, options?: WaitOptions): Promise<Happening>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

export function createBus(): Bus {
  const history: Happening[] = [];
  const listeners = new Set<(happening: Happening) => void>();
  const subscribe = (listener: (happening: Happening) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    history,
    subscribe,
    emit(happening) {
      history.push(happening);
      for (const listener of [...listeners]) listener(happening);
    },
    waitFor(name, { where = () => true, after = 0, timeoutMs = DEFAULT_TIMEOUT_MS } = {}) {
      const wanted = (one: Happening): boolean => one.name === name && where(one);
      const past = history.slice(after).find(wanted);
      if (past !== undefined) return Promise.resolve(past);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`${name} did not happen within ${timeoutMs} ms; what did: ${names(history.slice(after))}`));
        }, timeoutMs);
        const stop = subscribe((happening) => {
          if (!wanted(happening)) return;
          clearTimeout(timer);
          stop();
          resolve(happening);
        });
      });
    },
  };
}

function names(happenings: readonly Happening[]): string {
  return happenings.map((one) => one.name).join(', ') || 'nothing';
}

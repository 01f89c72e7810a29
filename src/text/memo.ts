/**
 * What functions made by `memo` have said of an object. They keep it in the object itself: a WeakMap would do without
 * the field, but the collector goes through WeakMaps entry by entry, and half of the time went there.
 */
export type Answers = unknown[];

/** An object that is asked the same things by many. Whoever copies it gives the copy answers of its own. */
export interface Asked {
  readonly answers: Answers;
}

let functions = 0;

interface Answer<Value, Other = undefined> {
  readonly other: Other;
  readonly value: Value;
}

/**
 * A function that works out its answer for an object once, and keeps it as long as the object lives. For answers that
 * depend on nothing else: then nobody can tell, but by the time it takes.
 */
export function memo<Key extends Asked, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const keeping = memoWith<Key, undefined, Value>(compute);
  return (key) => keeping(key, undefined);
}

/** The same where the answer depends on a second thing that seldom changes: the answer for the last one is kept. */
export function memoWith<Key extends Asked, Other, Value>(
  compute: (key: Key, other: Other) => Value,
): (key: Key, other: Other) => Value {
  const place = functions++;
  return (key, other) => {
    const kept = key.answers[place] as Answer<Value, Other> | undefined;
    if (kept !== undefined && kept.other === other) return kept.value;
    const value = compute(key, other);
    key.answers[place] = { other, value } satisfies Answer<Value, Other>;
    return value;
  };
}

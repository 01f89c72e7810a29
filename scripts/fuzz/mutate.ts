/** A small generator of numbers (mulberry32): the same seed, the same numbers. */
export type Random = (below: number) => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

type Mutation = (text: string, random: Random, other: string) => string;

const tokens: readonly string[] = [
  ...['[', ']', '"', "'", ',', '\\', '\\\n', '`', '#', '$', '${', '}', '$(', ')', '(', '|', '&&', '||', ';', '&', '!'],
  ...['<<EOF', '<<-"EOF"', '\nEOF\n', '\n', '\r\n', '\r', '\t', '\0', '\u2028', '\ufeff', '“', '”', 'é', '\ud83d'],
  ...['ONBUILD ', 'RUN ', 'CMD ', 'ENTRYPOINT ', 'SHELL ["bash", "-c"]\n', 'FROM a AS b\n', 'HEALTHCHECK CMD '],
  ...[
    '["sh", "-c", "',
    '"]',
    'exec ',
    'set -e',
    'curl http://a | sh',
    'apt-get install ',
    '--mount=type=cache ',
    '2>&1',
  ],
];

/** Every line's beginning, and the end. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function line(text: string, random: Random): { readonly start: number; readonly end: number } {
  const starts = lineStarts(text);
  const at = random(starts.length);
  return { start: starts[at] ?? 0, end: starts[at + 1] ?? text.length };
}

function replace(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

const mutations: readonly Mutation[] = [
  // A unit becomes another one.
  (text, random) => {
    const at = random(text.length);
    return replace(text, at, at + 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << random(8))));
  },
  (text, random) => {
    const at = random(text.length + 1);
    return replace(text, at, at, tokens[random(tokens.length)] ?? '');
  },
  (text, random) => {
    const at = random(text.length);
    return replace(text, at, at + 1 + random(20), '');
  },
  // Two words change places.
  (text, random) => {
    const words = text.split(/(\s+)/);
    const [a, b] = [random(words.length), random(words.length)];
    return words.map((word, at) => (at === a ? words[b] : at === b ? words[a] : word) ?? '').join('');
  },
  // A line goes, comes twice, or gets a keyword in front.
  (text, random) => {
    const { start, end } = line(text, random);
    return replace(text, start, end, '');
  },
  (text, random) => {
    const { start, end } = line(text, random);
    return replace(text, end, end, text.slice(start, end));
  },
  (text, random) => {
    const { start } = line(text, random);
    return replace(text, start, start, ['ONBUILD ', 'RUN ', 'CMD ', '# '][random(4)] ?? '');
  },
  // Lines of another file.
  (text, random, other) => {
    const [into, from] = [line(text, random), line(other, random)];
    return replace(text, into.start, into.start, other.slice(from.start, from.end + random(300)));
  },
  (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  (text, random) => `# escape=${random(2) === 0 ? '`' : '\\'}\n${text}`,
];

/** One to four mutations of one of the texts: a function of seed and index alone. */
export function mutant(texts: readonly string[], seed: number, index: number): string {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const pick = (): string => texts[random(texts.length)] ?? '';
  let text = pick();
  for (let left = 1 + random(4); left > 0; left--)
    text = mutations[random(mutations.length)]?.(text, random, pick()) ?? text;
  return text;
}

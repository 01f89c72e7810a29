/** A Dockerfile whose container surely fails, or does something else, and the rule whose fix makes it right. */
export interface ContainerCase {
  readonly rule: string;
  /** What stands behind `FROM` the base of the proofs. */
  readonly text: string;
  /** Which fixes to make; left out: the safe ones. */
  readonly level?: 'unsafe';
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Outcome {
  /** What Docker would answer with as well: 127 for a program that is not there. */
  readonly status: number;
  /** What the container writes to its standard output: `show` prints the words it was given, one in brackets each. */
  readonly says: string;
}

const nothing = { status: 127, says: '' } as const;
const says = (text: string): Outcome => ({ status: 0, says: text });

export const containerCases: readonly ContainerCase[] = [
  // The quotes of the array go to the shell, which looks for a program named `[show,`.
  { rule: 'malformed-json-array', text: "CMD ['show', 'a b']", before: nothing, after: says('show [a b]') },
  { rule: 'malformed-json-array', text: 'CMD ["show", "a",]', before: nothing, after: says('show [a]') },
  { rule: 'malformed-json-array', text: 'CMD ["show", "a"', before: nothing, after: says('show [a]') },
  { rule: 'malformed-json-array', text: 'CMD [“show”, “a”]', before: nothing, after: says('show [a]') },
  { rule: 'malformed-json-array', text: 'ENTRYPOINT [\'show\']\nCMD ["a"]', before: nothing, after: says('show [a]') },
  {
    rule: 'malformed-json-array',
    text: "CMD ['show', '$NAME']",
    level: 'unsafe',
    before: nothing,
    after: says('show [me]'),
  },
  // One string is the name of one program.
  { rule: 'unsplit-exec-form', text: 'CMD ["show a -x 1"]', before: nothing, after: says('show [a] [-x] [1]') },
  {
    rule: 'unsplit-exec-form',
    text: 'ENTRYPOINT ["show --port 80"]',
    before: nothing,
    after: says('show [--port] [80]'),
  },
  { rule: 'unsplit-exec-form', text: 'CMD ["show -a", "b"]', before: nothing, after: says('show [-a] [b]') },
  { rule: 'unsplit-exec-form', text: 'CMD ["show -x \'a b\'"]', before: nothing, after: says('show [-x] [a b]') },
  {
    rule: 'unsplit-exec-form',
    text: 'CMD ["show", "--port 80"]',
    before: says('show [--port 80]'),
    after: says('show [--port] [80]'),
  },
  {
    rule: 'unsplit-exec-form',
    text: 'CMD ["show -x $NAME"]',
    level: 'unsafe',
    before: nothing,
    after: says('show [-x] [me]'),
  },
  // Without a shell an operator is an argument.
  {
    rule: 'operator-in-exec-form',
    text: 'CMD ["show", "a", "&&", "show", "b"]',
    before: says('show [a] [&&] [show] [b]'),
    after: says('show [a]\nshow [b]'),
  },
  {
    rule: 'operator-in-exec-form',
    text: 'CMD ["show", "a", ">", "/dev/null"]',
    before: says('show [a] [>] [/dev/null]'),
    after: says(''),
  },
  {
    rule: 'operator-in-exec-form',
    text: 'CMD ["cd", "/tmp", "&&", "show", "a"]',
    before: nothing,
    after: says('show [a]'),
  },
  {
    rule: 'operator-in-exec-form',
    text: 'CMD ["show", "a", "|", "cat"]',
    level: 'unsafe',
    before: says('show [a] [|] [cat]'),
    after: says('show [a]'),
  },
  // Nor does anybody expand a variable.
  {
    rule: 'variable-in-exec-form',
    text: 'CMD ["show", "$NAME"]',
    level: 'unsafe',
    before: says('show [$NAME]'),
    after: says('show [me]'),
  },
  {
    rule: 'variable-in-exec-form',
    text: 'CMD ["show", "--x=${NAME}", "a b"]',
    level: 'unsafe',
    before: says('show [--x=${NAME}] [a b]'),
    after: says('show [--x=me] [a b]'),
  },
  {
    rule: 'variable-in-exec-form',
    text: 'ENTRYPOINT ["show", "$NAME"]\nCMD ["a b"]',
    level: 'unsafe',
    before: says('show [$NAME] [a b]'),
    after: says('show [me] [a b]'),
  },
  // No program has the name of a builtin.
  { rule: 'builtin-in-exec-form', text: 'CMD ["exec", "show", "a"]', before: nothing, after: says('show [a]') },
  { rule: 'builtin-in-exec-form', text: 'ENTRYPOINT ["exec", "show"]', before: nothing, after: says('show') },
  {
    rule: 'builtin-in-exec-form',
    text: 'CMD ["exec", "show", "$NAME"]',
    level: 'unsafe',
    before: nothing,
    after: says('show [me]'),
  },
  // Quotes around the line make one word of it for the shell as well.
  { rule: 'quoted-command', text: 'CMD "show a b"', before: nothing, after: says('show [a] [b]') },
  { rule: 'quoted-command', text: "CMD 'show a'", before: nothing, after: says('show [a]') },
  { rule: 'quoted-command', text: 'ENTRYPOINT "show --port 80"', before: nothing, after: says('show [--port] [80]') },
  // The script of `-c` is one string.
  {
    rule: 'shell-command-arguments',
    text: 'CMD ["sh", "-c", "show", "a", "b"]',
    level: 'unsafe',
    before: says('show'),
    after: says('show [a] [b]'),
  },
  {
    rule: 'shell-command-arguments',
    text: 'CMD ["sh", "show a && show b"]',
    level: 'unsafe',
    before: { status: 2, says: '' },
    after: says('show [a]\nshow [b]'),
  },
  {
    rule: 'shell-command-arguments',
    text: 'ENTRYPOINT ["sh", "-c", "show a"]\nCMD ["b c"]',
    level: 'unsafe',
    before: says('show [a]'),
    after: says('show [a] [b c]'),
  },
  {
    rule: 'shell-command-arguments',
    text: 'ENTRYPOINT ["sh", "-c"]\nCMD show a',
    level: 'unsafe',
    before: says(''),
    after: says('show [a]'),
  },
  // A shell-form ENTRYPOINT never looks at CMD.
  {
    rule: 'ignored-cmd',
    text: 'ENTRYPOINT show a\nCMD ["--port", "80"]',
    before: says('show [a]'),
    after: says('show [a] [--port] [80]'),
  },
  {
    rule: 'ignored-cmd',
    text: 'ENTRYPOINT show a\nCMD ["b"]',
    level: 'unsafe',
    before: says('show [a]'),
    after: says('show [a] [b]'),
  },
  // A shell-form CMD is a shell for the ENTRYPOINT to start with.
  {
    rule: 'shell-form-arguments',
    text: 'ENTRYPOINT ["show"]\nCMD a b',
    before: says('show [/bin/sh] [-c] [a b]'),
    after: says('show [a] [b]'),
  },
  // What works does the same afterwards.
  {
    rule: 'shell-form',
    text: "CMD show 'a  b' c\\ d",
    before: says('show [a  b] [c d]'),
    after: says('show [a  b] [c d]'),
  },
  {
    rule: 'shell-form',
    text: 'CMD show "$NAME" *.none',
    before: says('show [me] [*.none]'),
    after: says('show [me] [*.none]'),
  },
  {
    rule: 'shell-form',
    text: 'CMD show a && show $NAME',
    before: says('show [a]\nshow [me]'),
    after: says('show [a]\nshow [me]'),
  },
  {
    rule: 'shell-form',
    text: 'CMD fail a',
    before: { status: 3, says: 'fail [a]' },
    after: { status: 3, says: 'fail [a]' },
  },
  {
    rule: 'shell-without-exec',
    text: 'CMD ["sh", "-c", "show a && show \\"$NAME\\""]',
    before: says('show [a]\nshow [me]'),
    after: says('show [a]\nshow [me]'),
  },
  {
    rule: 'duplicate-instruction',
    text: 'CMD ["show", "a"]\nCMD ["show", "b"]',
    before: says('show [b]'),
    after: says('show [b]'),
  },
  {
    rule: 'repeated-entrypoint',
    text: 'ENTRYPOINT ["show"]\nCMD ["show", "a"]',
    level: 'unsafe',
    before: says('show [show] [a]'),
    after: says('show [a]'),
  },
];

/** The same for what the build executes: `before` the build stops. */
export const buildCases: readonly { readonly rule: string; readonly text: string; readonly level?: 'unsafe' }[] = [
  { rule: 'malformed-json-array', text: "RUN ['show', 'a']" },
  { rule: 'unsplit-exec-form', text: 'RUN ["show -x a"]' },
  { rule: 'operator-in-exec-form', text: 'RUN ["cd", "/tmp", "&&", "show", "a"]' },
  { rule: 'quoted-command', text: 'RUN "show a"' },
  { rule: 'builtin-in-exec-form', text: 'RUN ["type", "show"]', level: 'unsafe' },
  { rule: 'malformed-shell', text: 'SHELL ["/bin/sh"]\nRUN show a' },
  { rule: 'malformed-shell', text: 'SHELL /bin/sh -c\nRUN show a' },
  { rule: 'malformed-healthcheck', text: 'HEALTHCHECK show a' },
];

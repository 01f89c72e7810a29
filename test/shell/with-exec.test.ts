import { describe, expect, it } from 'vitest';
import { withExec } from '../../src/shell/with-exec.ts';

describe('withExec', () => {
  it.each([
    ['node app.js --port $PORT', 'exec node app.js --port $PORT'],
    ['npm run migrate && node app.js', 'npm run migrate && exec node app.js'],
    ['a | b && c', 'a | b && exec c'],
    ['cd /app && node "$X" > log 2>&1', 'cd /app && exec node "$X" > log 2>&1'],
    ['>log node', '>log exec node'],
    ['$JAVA_HOME/bin/java -jar app.jar', 'exec $JAVA_HOME/bin/java -jar app.jar'],
    ['echo *.txt', 'exec echo *.txt'],
    ['. ./env && ./run', '. ./env && exec ./run'],
    ['node app.js # why', 'exec node app.js # why'],
    ['a && b;', 'a && exec b;'],
  ])('%s', (before, after) => {
    expect(withExec(before)).toMatchObject({ text: after, sure: true });
  });

  it.each([
    ['A=1 node', 'A=1 exec node'],
    ['. ~/.nvm/nvm.sh && nvm run', '. ~/.nvm/nvm.sh && exec nvm run'],
    ['echo "$X"', 'exec echo "$X"', true],
    ['echo $X', 'exec echo $X'],
    ['echo -n "$X"', 'exec echo -n "$X"'],
  ])('%s: not sure', (before, after, sure = false) => {
    expect(withExec(before)).toMatchObject({ text: after, sure });
  });

  it.each([
    ['', 'it is empty'],
    ['# only', 'it is empty'],
    ['a | b', 'it is a pipeline'],
    ['a; b', 'it holds several commands'],
    ['a\nb', 'it holds several commands'],
    ['a || b', 'it has an alternative (`||`)'],
    ['a && b || c', 'it has an alternative (`||`)'],
    ['a & b', 'it starts a process in the background'],
    ['a && b &', 'it starts a process in the background'],
    ['trap x EXIT && a', 'it sets a trap, which exec would drop'],
    ['{ a & } && b', 'it holds a compound command'],
    ['while a; do b; done', 'its last command is compound'],
    ['! a', 'its exit status is negated'],
    ['time a', 'it times its command'],
    ['A=1', 'it starts no program'],
    ['> f', 'it starts no program'],
    ['cd /app', '`cd` is built into the shell'],
    ['exec a', 'it has an exec already'],
    ['$CMD a', 'the name of its program comes from a variable'],
    ['-x a', 'its program has no proper name'],
    ['cat <<< a', 'it feeds a here-document'],
    ['a "', 'the shell cannot parse it'],
    ['if a', 'the shell cannot parse it'],
  ])('%j: %s', (text, no) => {
    expect(withExec(text)).toEqual({ no });
  });
});

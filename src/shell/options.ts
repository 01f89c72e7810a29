/** Whether the words of a shell's or of `set`'s command line turn an option on: `-e`, `-eux`, `-o errexit`, `-euo pipefail`. */
export function turnsOn(words: readonly string[], name: 'errexit' | 'pipefail'): boolean {
  return words.some(
    (word, index) =>
      (name === 'errexit' && /^-[a-zA-Z]*e/.test(word)) ||
      (word === name && /^-[a-zA-Z]*o$/.test(words[index - 1] ?? '')),
  );
}

/** Whether the words of a shell's or of `set`'s command line turn an option on: `-e`, `-eux`, `-o errexit`, `-euo pipefail`. */
export function turnsOn(words: readonly string[], name: 'errexit' | 'pipefail'): boolean {
  return words.some(
    (word, index) =>
      (name === 'errexit' && /^-[a-zA-Z]*e/.test(word)) ||
      (word === name && /^-[a-zA-Z]*o$/.test(words[index - 1] ?? '')),
  );
}

/** Whether a letter stands among the short options of a word, in front of one that takes a value: the `f` of `-sfo`. */
export function hasLetter(option: string, letters: string, withValue: string): boolean {
  for (const letter of option.slice(1)) {
    if (letters.includes(letter)) return true;
    if (withValue.includes(letter)) return false;
  }
  return false;
}

/** Whether a mode of chmod lets everybody write: `777`, `0666`, `a+rwx`, `o=rw`. The sticky bit, as `/tmp` has it, keeps others' files safe. */
export function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) {
    const sticky = mode.length === 4 && (Number(mode[0]) & 1) === 1;
    return !sticky && (Number(mode.at(-1)) & 2) === 2;
  }
  const clauses = mode.split(',');
  if (!clauses.every((clause) => /^[ugoa]*[-+=][rwxXstugo]*$/.test(clause)) || /[+=][^,]*t/.test(mode)) return false;
  return clauses.some((clause) => /^[ug]*[oa][ugoa]*[+=][rxXs]*w/.test(clause));
}

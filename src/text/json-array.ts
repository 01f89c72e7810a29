/** An array as Docker's documentation writes it: `["node", "app.js"]`. */
export function jsonArray(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

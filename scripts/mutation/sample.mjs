/**
 * An ignorer for Stryker: keeps a random part of the top-level statements (functions, mostly) and with them all of
 * their mutants. All 9,000 take long; a part gives the score within a few points. Choose the part with MUTATION_PART, a
 * number from 0 to 1, and another part of the same size with MUTATION_SEED.
 */
import { createHash } from 'node:crypto';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const part = Number(process.env['MUTATION_PART'] ?? 1);
const seed = process.env['MUTATION_SEED'] ?? '1';

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'sample', {
    shouldIgnore(path) {
      if (!path.parentPath?.isProgram()) return undefined;
      return chance(path.toString()) < part ? undefined : 'outside of the sample';
    },
  }),
];

/** A number from 0 to 1 that depends on nothing but the text and the seed. */
function chance(text) {
  const digest = createHash('sha256').update(`${seed}\n${text}`).digest();
  return digest.readUInt32BE() / 2 ** 32;
}

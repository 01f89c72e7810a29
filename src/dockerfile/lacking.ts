import type { ImageFacts, ImageName } from './model.ts';

/** Programs that the images of a row are made without, as their Dockerfiles show. */
interface Row {
  readonly repository: RegExp;
  readonly family: NonNullable<ImageFacts['family']>;
  /** Further words that a tag must have: `slim`. */
  readonly tag?: RegExp;
  readonly programs: readonly string[];
}

/** Ubuntu's early images were fuller. */
const recent = /^(?!1[0-5]\.|lucid|precise|quantal|raring|saucy|trusty|utopic|vivid|wily)/;

const rows: readonly Row[] = [
  // debuerreotype's and Ubuntu's root file systems: priority `required` and a little more.
  {
    repository: /^library\/(?:debian|ubuntu)$/,
    family: 'debian',
    tag: recent,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // docker-library: the slim variants remove what they build with.
  {
    repository: /^library\/(?:python|ruby)$/,
    family: 'debian',
    tag: /(?:^|-)slim(?:-|$)/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // Before version 12 they stood upon buildpack-deps:curl in part.
  {
    repository: /^library\/node$/,
    family: 'debian',
    tag: /^(?!(?:\d|1[01])(?:\.\d+)*-)(?:.*-)?slim(?:-|$)/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  {
    repository: /^library\/(?:openjdk|rust)$/,
    family: 'debian',
    tag: /(?:^|-)slim(?:-|$)/,
    programs: ['curl', 'wget', 'git', 'jq'],
  },
  // busybox brings wget and unzip.
  { repository: /^library\/alpine$/, family: 'alpine', programs: ['curl', 'git', 'jq'] },
  { repository: /^library\/(?:python|node|ruby|golang|rust)$/, family: 'alpine', programs: ['curl', 'jq'] },
  // dotnet-docker: runtime-deps is Debian's or Ubuntu's bare image, some libraries and the certificates.
  {
    repository: /^dotnet\/(?:aspnet|runtime|runtime-deps)$/,
    family: 'debian',
    programs: ['curl', 'wget', 'git', 'jq'],
  },
  { repository: /^dotnet\/(?:aspnet|runtime|runtime-deps)$/, family: 'alpine', programs: ['curl', 'git', 'jq'] },
];

const registries: ReadonlySet<string> = new Set(['docker.io', 'mcr.microsoft.com']);

/** Whether an image surely comes without a program. What is built upon it may have it. */
export function lacks(
  { registry, repository, tag }: ImageName,
  facts: ImageFacts | undefined,
  program: string,
): boolean {
  if (!registries.has(registry) || tag === undefined) return false;
  return rows.some(
    (row) =>
      row.family === facts?.family &&
      row.repository.test(repository) &&
      (row.tag?.test(tag) ?? true) &&
      row.programs.includes(program),
  );
}

/** Every program that some row knows to be missing. */
export const mayBeLacking: ReadonlySet<string> = new Set(rows.flatMap(({ programs }) => programs));

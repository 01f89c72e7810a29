/**
 * Whether a path names a Dockerfile: `Dockerfile`, `Dockerfile.*`, `*.Dockerfile`, `Containerfile*`, in any folder and any
 * case. Folders are divided by `/`.
 */
export function isDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^(?:dockerfile(?:\..*)?|.*\.dockerfile|containerfile.*)$/i.test(name);
}

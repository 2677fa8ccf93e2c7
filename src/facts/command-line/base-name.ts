/** Last component of a path, without the dash of a login shell. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^-/, '');
}

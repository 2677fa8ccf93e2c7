/** The code that Node and its clients give an error, such as `ECONNREFUSED`; null for one without. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

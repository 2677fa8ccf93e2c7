const BEYOND_LATIN = /[\u0100-\uffff]/g;

/**
 * The same program without letters beyond Latin-1: V8 keeps a source with a single one of them in two bytes a letter, for
 * as long as it runs. @returns the code as it was where an escape could mean something else
 */
export function ascii(code: string): string {
  const isRead = code.includes('String.raw') || /\\[\u0100-\uffff]/.test(code);
  return isRead
    ? code
    : code.replaceAll(BEYOND_LATIN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

import type { Issue } from '../api-error.ts';

/** The properties that parsing dropped: the description does not name them. */
export function unknownProperties(given: unknown, parsed: unknown, path: Issue['path'] = []): Issue[] {
  if (typeof given !== 'object' || given === null || typeof parsed !== 'object' || parsed === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const here = [...path, Array.isArray(given) ? Number(key) : key];
    if (!Object.hasOwn(parsed, key))
      return [{ path: here, code: 'UNKNOWN_PROPERTY', message: 'Discord knows no such property here.' }];
    return unknownProperties(value, Reflect.get(parsed, key), here);
  });
}

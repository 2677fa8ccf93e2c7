import type { ZodMiniType } from 'zod/mini';
import { type Issue, invalidFormBody } from '../api-error.ts';
import { checkSpec } from './spec.ts';

/**
 * The value, after Discord's description and then the rules that it omits have nothing against it.
 * @throws ApiError 50035 with every broken rule at its path
 */
export function requireValid<T>(
  schema: ZodMiniType<T>,
  value: unknown,
  rules: (data: T, path: Issue['path']) => Issue[],
  path: Issue['path'] = [],
): T {
  const checked = checkSpec(schema, value, path);
  if ('issues' in checked) throw invalidFormBody(checked.issues);
  const issues = rules(checked.data, path);
  if (issues.length > 0) throw invalidFormBody(issues);
  return checked.data;
}

import type { Context } from '../context.ts';
import type { UploadedFile } from '../store.ts';
import type { Reply } from './reply.ts';

export type Call = {
  /** a `:name` of the route's path */
  param(name: string): string;
  query: URLSearchParams;
  json: unknown;
  files: Map<number, UploadedFile>;
};

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** below /api/v10, with `:name` for one segment */
  path: string;
  /** true where the token in the path is the only credential */
  open?: boolean;
  handle(context: Context, call: Call): Promise<Reply> | Reply;
};

/** The values of a route's `:names` if the path fits, else null. `%40original` is decoded. */
export function match(route: Route, method: string, path: string): ((name: string) => string) | null {
  if (route.method !== method) return null;
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const values = new Map<string, string>();
  for (const [index, segment] of wanted.entries()) {
    const text = decodeURIComponent(given[index] ?? '');
    if (segment.startsWith(':')) values.set(segment.slice(1), text);
    else if (segment !== text) return null;
  }
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${route.path} has no :${name}`);
    return value;
  };
}

/** One broken rule of a body: where, Discord's code for it, and its words. */
export type Issue = { path: (string | number)[]; code: string; message: string };

/** An answer in the shape of Discord's own errors: `{ code, message, errors? }`. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.body = { message, code, ...(errors ? { errors } : {}) };
  }
}

/** 400 with code 50035: `errors` nests by path down to `_errors` (Discord's reference, "Error Messages"). */
export function invalidFormBody(issues: Issue[]): ApiError {
  return new ApiError(400, 50035, 'Invalid Form Body', nest(issues));
}

function nest(issues: Issue[]): Record<string, unknown> {
  const tree: Record<string, unknown> = Object.create(null);
  const here = issues.filter((issue) => issue.path.length === 0);
  if (here.length > 0) tree['_errors'] = here.map(({ code, message }) => ({ code, message }));
  const deeper = Map.groupBy(
    issues.filter((issue) => issue.path.length > 0),
    (issue) => String(issue.path[0]),
  );
  for (const [key, group] of deeper)
    tree[key] = nest(group.map((issue) => ({ ...issue, path: issue.path.slice(1) })));
  return tree;
}

import { UserError } from '../../text/user-error.ts';
import type { EndpointContext } from './endpoint.ts';
import { refuse } from './invocation.ts';

/** The tool `drill`: one false CRITICAL alert through the whole alert path, for holders of the token. */
export async function drill(args: Record<string, unknown>, { app }: EndpointContext): Promise<Response> {
  if (Object.keys(args).length > 0)
    return refuse({ status: 400, type: 'tool_error', message: 'drill takes no arguments' });
  try {
    const channels = await app.drill({ name: 'the command line', roles: null });
    return Response.json({ ok: true, result: { started: true, channels } });
  } catch (error) {
    if (error instanceof UserError)
      return refuse({ status: 400, type: 'tool_error', message: error.message });
    throw error;
  }
}

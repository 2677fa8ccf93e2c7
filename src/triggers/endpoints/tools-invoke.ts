import { deploymentSync } from './deployment-sync.ts';
import { drill } from './drill.ts';
import type { EndpointContext, Endpoint } from './endpoint.ts';
import { readInvocation, refuse } from './invocation.ts';

type Tool = (args: Record<string, unknown>, context: EndpointContext) => Promise<Response>;

const tools = new Map<string, Tool>([
  ['deployment_sync', deploymentSync],
  ['drill', drill],
]);

const NAME_LENGTH = 100;

/** In the shape of OpenClaw's endpoint of the same name, so that its clients can call this one. */
export const toolsInvoke: Endpoint = {
  method: 'POST',
  path: '/tools/invoke',
  admit({ headers, address }, { bearer }) {
    if (bearer === null) {
      const message = 'The trigger is off: TRIGGER_TOKEN is not set';
      return refuse({ status: 503, type: 'unavailable', message });
    }
    const admitted = bearer.admit(headers.get('authorization'), address);
    if (admitted === 'yes') return 'known';
    if (admitted === 'no') {
      const challenge = { 'WWW-Authenticate': 'Bearer' };
      return refuse({ status: 401, type: 'unauthorized', message: 'Unauthorized', headers: challenge });
    }
    const message = `Too many wrong tokens: try again in ${admitted.retryAfter} s`;
    const wait = { 'Retry-After': String(admitted.retryAfter) };
    return refuse({ status: 429, type: 'rate_limited', message, headers: wait });
  },
  async answer(asked, context) {
    const sent = await asked.body();
    if (sent instanceof Response) return sent;
    const invocation = readInvocation(sent);
    if (invocation instanceof Response) return invocation;
    const tool = tools.get(invocation.tool);
    if (tool) return await tool(invocation.args, context);
    const message = `Tool not available: ${invocation.tool.slice(0, NAME_LENGTH).toWellFormed()}`;
    return refuse({ status: 404, type: 'not_found', message });
  },
};

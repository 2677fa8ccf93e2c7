import { z } from 'zod';
import { renderingText } from '../../report/render-text.ts';
import { inSlices } from '../../async/slices.ts';
import { UserError } from '../../text/user-error.ts';
import type { AuditRequest } from '../../report/request.ts';
import type { EndpointContext } from './endpoint.ts';
import { refuse } from './invocation.ts';

const Args = z.object({
  service: z.string('service must be text: a name of the manifest, or owner/repo').nullish(),
  wait: z.boolean('wait must be true or false').default(true),
});

/**
 * The tool `deployment_sync`: one audit, of a service or (none given) of the whole manifest. With `wait: false` it
 * answers at once with the audit's id. The audit continues if the client hangs up.
 */
export async function deploymentSync(
  args: Record<string, unknown>,
  { app, log }: EndpointContext,
): Promise<Response> {
  // zod's strict objects ignore a `__proto__`; an ignored key would widen the audit to everything
  if (Object.keys(args).some((key) => !Object.hasOwn(Args.shape, key))) {
    return badArguments('deployment_sync takes only service and wait');
  }
  const parsed = Args.safeParse(args);
  if (!parsed.success) {
    return badArguments(parsed.error.issues[0]?.message ?? 'these arguments cannot be read');
  }
  const { service = null, wait } = parsed.data;
  const request: AuditRequest = { trigger: 'api', service, machine: null, only: 'all' };
  try {
    // an error here is the manifest's, not the caller's
    await app.fleet();
  } catch (error) {
    return failed(error);
  }
  try {
    await app.check(request);
  } catch (error) {
    if (error instanceof UserError) return badArguments(error.message);
    throw error;
  }
  const { id, report } = app.begin(request, () => {});
  if (!wait) {
    report.catch((error: unknown) => log.error({ id, err: error }, 'An audit failed'));
    return result(`Audit ${id} of ${service ?? 'the whole manifest'} has begun.\n`, { audit_id: id });
  }
  try {
    const ended = await report;
    return result(await inSlices(renderingText(ended, { color: false })), { report: ended });
  } catch (error) {
    return failed(error);
  }
}

// OpenClaw reserves status, ok, success, error and exitCode at the top of details.
function result(text: string, details: object): Response {
  return Response.json({ ok: true, result: { content: [{ type: 'text', text }], details } });
}

function badArguments(message: string): Response {
  return refuse({ status: 400, type: 'tool_error', message });
}

function failed(error: unknown): Response {
  if (!(error instanceof UserError)) throw error;
  return refuse({ status: 500, type: 'tool_error', message: error.message });
}

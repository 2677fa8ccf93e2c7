import type { Checkouts } from '../../facts/checkout.ts';
import type { Service } from '../../inventory/manifest.ts';
import { checkoutScript, WITHOUT_GIT } from './checkout-script.ts';
import type { CheckoutRequest } from './checkout-script.ts';
import { GIT_IS_MISSING, readCheckout } from './checkout-lines.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';

/** What is checked out on a machine, and since when. */
export const checkout: MachineProbe<Checkouts> = {
  name: 'checkout',
  wanted: (service, machine) => machine.ssh && service.checkout !== null,
  fragment: ({ services }) => checkoutScript(requestsOf(services)),
  parse: parseCheckouts,
  inTurn: true,
};

/** Services with the same checkout share its reading. */
function requestsOf(services: readonly Service[]): CheckoutRequest[] {
  const requests = new Map<string, CheckoutRequest>();
  for (const service of services) {
    const request = requestOf(service);
    if (request) requests.set(keyOf(request), request);
  }
  return [...requests.values()];
}

function requestOf({ checkout: path, branch, repo_paths: paths }: Service): CheckoutRequest | null {
  return path === null ? null : { path, branch, paths };
}

function keyOf({ path, branch, paths }: CheckoutRequest): string {
  return JSON.stringify([path, branch, paths]);
}

function parseCheckouts(section: Section, target: Target): Observation<Checkouts> {
  if (section.truncated)
    return unseen('malformed', 'the output about the checkouts is longer than the limit');
  if (section.status !== 0)
    return unseen('malformed', `reading the checkouts failed with status ${section.status}`);
  const blocks = blocksOf(section.output);
  const requests = requestsOf(target.services);
  if (blocks?.length !== requests.length) return unseen('malformed', 'reading the checkouts was cut off');
  // One finding for all of them, as they are read by one git.
  if (blocks.length > 0 && blocks.every((lines) => lines.includes(`problem ${WITHOUT_GIT}`)))
    return unseen('unsupported', GIT_IS_MISSING);
  const found = new Map(
    requests.map((request, index) => [keyOf(request), readCheckout(request.path, blocks[index] ?? [])]),
  );
  return seen(
    Object.fromEntries(
      target.services.flatMap((service) => {
        const request = requestOf(service);
        const read = request && found.get(keyOf(request));
        return read ? [[service.name, read] as const] : [];
      }),
    ),
  );
}

/** @returns null if a block is out of order or has no end */
function blocksOf(output: string): string[][] | null {
  const blocks: string[][] = [];
  let open: string[] | null = null;
  for (const line of output.split('\n')) {
    if (open === null) {
      if (line === '') continue;
      const again = /^again (\d{1,6})$/.exec(line)?.[1];
      open = again === undefined ? [] : (blocks[Number(again)] ?? null);
      if (open === null) return null;
      if (again === undefined) {
        if (line !== `checkout ${blocks.length}`) return null;
        blocks.push(open);
      }
    } else if (line === 'end') open = null;
    else open.push(line);
  }
  return open === null ? blocks : null;
}

import type { FoundCheckout, FoundPlaces } from '../../facts/workloads/workloads.ts';
import { WITHOUT_GIT } from '../checkout/checkout-script.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { Section } from '../probe.ts';

/** Reads what checkouts-script.ts prints. Never throws. */
export function parsePlaces({ output, truncated }: Section): Observation<FoundPlaces> {
  if (output.trim() === WITHOUT_GIT) return unseen('unsupported', 'git is not installed on the machine');
  if (truncated) return unseen('malformed', 'there are more checkouts than the limit');
  const blocks = output.split(/^end$/m).map((block) => block.split('\n').filter((line) => line !== ''));
  const facts = blocks.map(([head = '', ...lines]) => ({
    path: (word: string) => (head.startsWith(`${word} /`) ? head.slice(word.length + 1) : null),
    at: (word: string) =>
      lines
        .find((line) => line.startsWith(`${word} `))
        ?.slice(word.length + 1)
        .trim() || null,
    lines,
  }));
  return seen({
    checkouts: facts.flatMap(({ path, at }) => {
      const top = path('checkout');
      if (top === null || isHome(top)) return [];
      return {
        path: top,
        origin: at('origin'),
        branch: after('refs/heads/', at('branch')),
        default_branch: after('refs/remotes/origin/', at('default')),
      };
    }),
    compose: facts.flatMap(({ path, lines }) => {
      const file = path('compose');
      if (file === null) return [];
      const services = lines.flatMap((line) => /^service (\S+)$/.exec(line)?.[1] ?? []);
      return { path: file, services };
    }),
  });
}

/** The innermost checkout that holds a path. */
export function checkoutAround(
  checkouts: readonly FoundCheckout[],
  path: string | null,
): FoundCheckout | null {
  if (path === null) return null;
  const around = checkouts.filter((each) => path === each.path || path.startsWith(`${each.path}/`));
  return around.toSorted((one, other) => other.path.length - one.path.length)[0] ?? null;
}

/** Somebody's dotfiles, or etckeeper: everything would seem to run from them. */
function isHome(path: string): boolean {
  return /^\/(?:root|etc|(?:home|Users)\/[^/]+)?$/.test(path);
}

function after(prefix: string, ref: string | null): string | null {
  return ref?.startsWith(prefix) ? ref.slice(prefix.length) : null;
}

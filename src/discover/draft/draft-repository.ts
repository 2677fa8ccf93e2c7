import type { Service } from '../find/candidate.ts';
import type { Line } from './draft-entry.ts';
import { repoOfRemote } from '../survey/remote.ts';

/** The fields that say which code should run, only from what a checkout or an image says about itself. */
export function repositoryLines(service: Service): { lines: Line[]; below: string[] } {
  return service.image ? ofImage(service) : ofCheckout(service);
}

function ofCheckout({ checkout, folder, program }: Service): { lines: Line[]; below: string[] } {
  if (!checkout) {
    const place = folder ?? program;
    const why = place === null ? 'where it runs from is not known' : `no git checkout around ${place}`;
    return { lines: [], below: [`repo, checkout: ${why}`] };
  }
  const { lines, below } = ofRemote(checkout, `origin of ${checkout.path}`);
  const path: Line = { field: 'checkout', value: checkout.path };
  return { lines: [...lines, path], below };
}

/** An image that was built on the machine probably comes from the folder of its compose file. */
function ofImage({ image, checkout }: Service): { lines: Line[]; below: string[] } {
  if (image?.built_here === true && checkout)
    return ofRemote(
      checkout,
      `origin of ${checkout.path}, where its compose file is and the image was built`,
    );
  const source = image?.source ? repoOfRemote(image.source).repo : null;
  const below =
    source === null
      ? 'repo: nothing says which code the image was built from'
      : `repo: ${source} is in the image's label; add it if that is your repository, with the branch that you deploy`;
  return { lines: [], below: [below] };
}

type Checkout = NonNullable<Service['checkout']>;

function ofRemote(checkout: Checkout, remark: string): { lines: Line[]; below: string[] } {
  const { origin, branch, default_branch, path } = checkout;
  if (origin === null) return { lines: [], below: [`repo: ${path} has no remote called origin`] };
  const { repo, problem } = repoOfRemote(origin);
  if (repo === null) return { lines: [], below: [`repo: the origin of ${path}: ${problem}`] };
  const lines: Line[] = [{ field: 'repo', value: repo, remark }];
  const deployed = default_branch ?? branch ?? 'main';
  if (deployed !== 'main') {
    const why = default_branch === null ? `${path} is on it` : "the remote's default branch";
    lines.push({ field: 'branch', value: deployed, remark: why });
  }
  const stray = branch !== null && branch !== deployed;
  return {
    lines,
    below: stray
      ? [`branch: ${path} is on ${branch} now; ${deployed} is assumed to be the deployed one`]
      : [],
  };
}

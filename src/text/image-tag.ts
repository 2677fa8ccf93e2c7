import { hintsOf } from './revision.ts';

/**
 * The tag by which an image was requested, if it may contain a commit: `app:sha-a3f8c21`, `registry:5000/app:main-a3f8c21`.
 * Only the repository knows whether it does. A digest after it (`app:tag@sha256:…`) names the image, not a commit.
 * @returns null for any other tag, or for none
 */
export function commitTagOf(imageRef: string): string | null {
  const [name = ''] = imageRef.split('@');
  const [, tag] = /:([\w][\w.-]{0,127})$/.exec(name.slice(name.lastIndexOf('/') + 1)) ?? [];
  return tag !== undefined && hintsOf(tag).commits.length > 0 ? tag : null;
}

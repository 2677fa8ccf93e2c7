import type { Container } from '../../facts/container.ts';
import { Instant, parsed, Text } from './containers-images.ts';
import type { Step } from './containers-images.ts';

type Tag = Pick<Container, 'tag_image_id' | 'tag_created' | 'tag_same' | 'tag_unread'>;

/** What the text that a container was made from names now. An engine that does not know it says so; any other failure is no answer. */
export function tagOf(ref: string | null, image: string, steps: Map<string, Step>): Tag {
  const step = steps.get(`tag ${ref}`);
  const row = (word: string) => step?.lines.find((text) => text.startsWith(`${word} `));
  const [tag, tagged] = [row('tag'), row('tagged')];
  const tag_image_id = (tag && parsed(Text, tag, 'tag')) ?? null;
  if (!step || tag_image_id !== null)
    return {
      tag_image_id,
      ...(tagged === undefined ? {} : { tag_created: parsed(Instant, tagged, 'tagged') }),
      ...(step?.lines.includes(`same ${image}`) === true ? { tag_same: true as const } : {}),
    };
  const said = step.lines.join(' ').trim();
  if (/no such (image|object)|not known|not found|invalid reference/i.test(said)) return { tag_image_id };
  return { tag_image_id, tag_unread: said === '' ? 'the engine said nothing' : said.slice(0, 300) };
}

import type { BaseMessageOptions } from 'discord.js';
import { findingSelect } from '../../../embeds/acknowledged.ts';
import { pageButtons } from '../../../embeds/buttons.ts';
import { detailsEmbed } from '../../../embeds/finding/details.ts';
import { limits } from '../../../embeds/limits.ts';
import { readScope } from '../../../embeds/scope-id.ts';
import type { App } from '../../app.ts';
import { UserError } from '../../text/user-error.ts';
import { openFindingsIn } from './open-findings-in.ts';

/**
 * One finding of a scope in full detail, and a select for the others, page by page.
 * @param id `scope`, or `page:scope` with a page from 1
 * @param chosen the finding to show; null: the worst of the page
 * @throws UserError if none is open, or the chosen one is resolved
 */
export async function detailsPage(
  app: App,
  id: string,
  chosen: string | null,
): Promise<Required<Pick<BaseMessageOptions, 'embeds' | 'components'>>> {
  const [, asked = '1', scope = id] = /^(\d+):(.*)$/s.exec(id) ?? [];
  const open = await openFindingsIn(app, readScope(scope, await app.fleet()));
  const pages = Math.ceil(open.length / limits.choices);
  const page = Math.min(Math.max(1, Number.parseInt(asked, 10)), Math.max(1, pages));
  const shown = open.slice((page - 1) * limits.choices, page * limits.choices);
  const finding = chosen === null ? shown[0] : open.find((each) => each.id === chosen);
  if (!finding)
    throw new UserError(
      open.length === 0 ? 'Everything in this report is resolved.' : 'This finding is resolved.',
    );
  const select = shown.length > 1 ? findingSelect(`details:${page}:${scope}`, shown) : [];
  const buttons = pageButtons('details', page, pages, scope);
  return { embeds: [detailsEmbed(finding)], components: [...select, ...buttons] };
}

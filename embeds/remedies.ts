import {
  ActionRowBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from '@discordjs/builders';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Option } from '../src/remediation/proposal/option.ts';
import { label } from './label.ts';
import { limits } from './limits.ts';
import { shades } from './severity.ts';

/**
 * The select under a report: the remediations that can be requested for its findings, worst first, as many as fit.
 * Discord shows an option's texts verbatim, without markup.
 */
export function remedySelect(reportId: string, options: readonly Option[]): APIMessageTopLevelComponent[] {
  if (options.length === 0) return [];
  const shown = options.slice(0, limits.choices);
  const more = options.length > shown.length ? ` (${options.length - shown.length} more: /remediate)` : '';
  const select = new StringSelectMenuBuilder()
    .setCustomId(`remediate:${reportId}`)
    .setPlaceholder(`Request a fix${more}`)
    .addOptions(
      shown.map(({ value, title, finding }) =>
        new StringSelectMenuOptionBuilder()
          .setLabel(label(`${finding.service ?? ''}: ${title}`))
          .setDescription(label([finding.title, finding.machine].filter((part) => part !== null).join(' · ')))
          .setValue(value)
          .setEmoji({ name: shades[finding.severity].dot }),
      ),
    );
  return [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select).toJSON()];
}

import { ActionRowBuilder, ButtonBuilder } from '@discordjs/builders';
import type { APIActionRowComponent, APIButtonComponent } from 'discord.js';

export type ButtonRow = APIActionRowComponent<APIButtonComponent>;

// From ButtonStyle of discord.js: this folder may import only its types.
const PRIMARY = 1;
const SECONDARY = 2;

/** Buttons for the previous and next page; none if one message is enough. @param page from 1. @param of the part of the ids after the page */
export function pageButtons(
  action: string,
  page: number,
  pages: number,
  of: string | null = null,
): ButtonRow[] {
  const behind = of === null ? '' : `:${of}`;
  if (pages <= 1) return [];
  return [
    row(
      button(`${action}:${page - 1}${behind}`, '◀ Back', SECONDARY).setDisabled(page <= 1),
      button(`${action}:${page + 1}${behind}`, 'More ▶', PRIMARY).setDisabled(page >= pages),
    ),
  ];
}

/** The buttons under a report. @param scope what it covers, as `scopeId` writes it */
export function reportButtons(scope: string, hasFindings: boolean): ButtonRow[] {
  const again = button(`rerun:${scope}`, 'Re-run', SECONDARY);
  const acknowledge = button(`acknowledge:${scope}`, 'Acknowledge', SECONDARY);
  const details = button(`details:${scope}`, 'Details', SECONDARY);
  return [hasFindings ? row(again, acknowledge, details) : row(again)];
}

function button(customId: string, label: string, style: typeof PRIMARY | typeof SECONDARY): ButtonBuilder {
  return new ButtonBuilder().setCustomId(customId).setLabel(label).setStyle(style);
}

function row(...buttons: ButtonBuilder[]): ButtonRow {
  return new ActionRowBuilder<ButtonBuilder>().addComponents(buttons).toJSON();
}

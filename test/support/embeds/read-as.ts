const times: Record<string, string> = {
  R: '3 minutes ago',
  t: '18:00',
  T: '18:00:02',
  f: '29 March 2026 18:00',
};

/** What people read of a text of an embed: without its markup, and with a usual text for each of Discord's timestamps. */
export function readAs(text: string): string {
  return text
    .replaceAll(/<t:-?\d+:(\w)>/g, (_all, style: string) => times[style] ?? '29 March 2026')
    .replaceAll(/\[([^\]]*)\]\(https?:[^)]*\)/g, '$1')
    .replaceAll(/<@&\d+>/g, '@approvers')
    .replaceAll(/<@\d+>/g, '@Ada')
    .replaceAll(/^-# /gm, '')
    .replaceAll('\u200B', '')
    .replaceAll(/```\n|\n```|\*\*|(?<!\\)`/g, '')
    .replaceAll(/\\(?=[^0-9A-Za-z\s])/g, '');
}

/**
 * What Discord's client and server would make of a text: a small recogniser of markdown and mentions. It follows the
 * order in which Discord's parser tries its rules: a backslash before a sign makes it a letter, then the others.
 */
export function recognised(text: string): string[] {
  const found: string[] = [];
  // The server looks for pings in the raw text; backslashes do not matter to it.
  for (const [what, pattern] of pings) if (pattern.test(text)) found.push(what);
  // A plain letter replaces each character that a backslash has escaped.
  const armed = text.replace(/\\([^0-9A-Za-z\s])/gu, 'x');
  for (const [what, pattern] of markup) if (pattern.test(armed)) found.push(what);
  return found;
}

const pings: [what: string, pattern: RegExp][] = [
  ['everyone', /@everyone|@here/i],
  ['user mention', /<@!?\d+>/],
  ['role mention', /<@&\d+>/],
];

const markup: [what: string, pattern: RegExp][] = [
  ['channel mention', /<#\d+>/],
  ['slash command', /<\/[^>]+:\d+>/],
  ['guild link', /<id:\w+>/],
  ['timestamp', /<t:-?\d+(:[tTdDfFR])?>/],
  ['custom emoji', /<a?:\w+:\d+>/],
  ['angle link', /<(?!t:)[a-z]+:[^>]+>/i],
  ['autolink', /[a-z][a-z0-9+.-]*:\/\/\S/i],
  ['invitation', /discord(?:app)?\.(?:gg|com\/invite)\//i],
  ['masked link', /\[[^\]]*\]\([^)]*\)/],
  ['code fence', /```/],
  ['inline code', /`[^`]+`/],
  ['bold or italic', /\*[^*]+\*/],
  ['underline or italic', /_[^_]+_/],
  ['strikethrough', /~~[^~]+~~/],
  ['spoiler', /\|\|[^|]+\|\|/],
  ['heading', /^#{1,3} /m],
  ['subtext', /^-# /m],
  ['quote', /^>/m],
  ['list', /^\s*([-*+]|\d+\.) /m],
  ['second line', /[\n\r\u2028\u2029\u0085]/],
  ['direction override', /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/],
  ['zero-width character', /\u200C|\u200D|\u2060|\uFEFF|\u00AD/],
];

import { describe, expect, it } from 'vitest';
import { readingsOf } from '../../../src/inventory/trading/look-alikes.ts';
import { tradingWordOf } from '../../../src/inventory/trading/trading-words.ts';
import { letters } from '../../../src/remediation/guard/letters.ts';
import { guardProgram } from '../../../src/remediation/guard/program.ts';
import { lacksLands, lands } from '../../support/remediation/guard-lands.ts';
import { guardIn } from '../../support/remediation/guard-verdict.ts';

describe('what a machine reads as a letter', () => {
  it('is what the bot reads as one', () => {
    const folded = new Map([...letters].flatMap(([letter, alike]) => alike.map((each) => [each, letter])));
    const differing: string[] = [];
    for (let code = 0x80; code < 0x20000; code += 1) {
      const sign = String.fromCodePoint(code);
      // A mark that is not in the machine's list is still one letter that nobody knows.
      if (/[\p{M}\p{Cf}\p{Cs}]/u.test(sign)) continue;
      const [read, ...others] = readingsOf(sign).filter((each) => /^[shivaforegt]$/.test(each));
      const known = folded.get(sign);
      if (known !== read && (known === undefined || !others.includes(known))) differing.push(sign);
    }
    expect(differing).toEqual([]);
  });
});

const named = [
  'shiva',
  'BOT=sh1va',
  'x my-SHIVA-2',
  's-h-i-v-a',
  'shi_va',
  'shiva2go',
  '5h1va',
  'ｓｈｉｖａ',
  'shi\u200Bva',
  's\u0301hi\u0323va',
  'ѕһіѵа',
  'shiv\u0430',
  'shıva',
  'sh\u00ADiva',
  '𝗌𝗁𝗂𝗏𝖺',
  '🅢🅗🅘🅥🅐',
  '🅻🅴🆅🅴🆁🅰🅶🅴',
  '🇸🇭🇮🇻🇦',
  'leveraged',
  '1everage',
  'lev\u0435rage',
  'f0resight',
  'for\u0435sight',
  'sh\u4E2Dva',
  '/opt/alpha/run',
  'call tell.service now',
];
const harmless = [
  'shivering',
  'ship via',
  'lever age',
  'for e sight',
  'Привет, это веб-сервер',
  '中文的说明，没有别的',
  'foreign sight',
  '/opt/alph',
  'storyteller',
  '?????',
];

describe.skipIf(lacksLands).each(lands)('a text on a machine with $name', (land) => {
  const input = 'path /opt/alpha\nname tell.service\n';
  async function found(texts: readonly string[]) {
    const run = await guardIn(land, {});
    const asks = texts.map((text) => `printf '%s\\n' '${text}' | trading_in || echo -`).join('\n');
    const { printed } = run(`${guardProgram}LC_ALL=C\nexport LC_ALL\nderived=\ngiven='${input}'\n${asks}\n`);
    return printed.trimEnd().split('\n');
  }

  it('names a trading bot in any spelling', async () => {
    const said = await found(named);
    expect(named.filter((_, at) => said[at] === '-' || said[at] === undefined)).toEqual([]);
  });

  it('names none by chance', async () => {
    const said = await found(harmless);
    expect(harmless.filter((_, at) => said[at] !== '-')).toEqual([]);
    expect(harmless.filter((text) => tradingWordOf(text) !== null)).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { redact } from '../../src/text/redact.ts';

it.each<[command: string, shown: string]>([
  ['xfreerdp /u:knox /p:hunter2 /v:box', 'xfreerdp /u:knox /p:[redacted] /v:box'],
  ['xfreerdp /u:knox /P:hunter2', 'xfreerdp /u:knox /P:[redacted]'],
  ['tool /password:hunter /key:k', 'tool /password:[redacted] /key:[redacted]'],
  ['tool /pwd:x /token:y', 'tool /pwd:[redacted] /token:[redacted]'],
])('hides an option as on Windows: %s', (command, shown) => {
  expect(redact(command)).toBe(shown);
});

it.each([
  'dotnet msbuild /p:Configuration=Release /p:Platform=x64',
  'xfreerdp /u:knox /v:box /port:3389 /profile:lan',
  'wget http://box/p:80/x',
  'run /srv/p/x /opt/key /keys/all',
  'run antidisestablishmentarianismpseudopseudohypoparathyroidism',
  'node thequickbrownfoxjumpsoverthelazydogandrunsawayfromthefarmhouse',
])('leaves as it is: %s', (command) => {
  expect(redact(command)).toBe(command);
});

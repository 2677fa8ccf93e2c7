import { join } from 'node:path';
import { WRITTEN_BY } from './marker.ts';
import type { ServiceSettings } from './service-settings.ts';

/** packaging/launchd's property list for one folder. @param packaged its text */
export function plistFor(packaged: string, { command, folder, user }: ServiceSettings): string {
  const strings = [...command, 'bot'].map((each) => `    <string>${xml(each)}</string>`).join('\n');
  const log = join(folder, 'driftwatch.log');
  return packaged
    .replace(/<!-- [^]*?-->/, () => `<!-- ${WRITTEN_BY} -->`)
    .replace(
      /(<key>ProgramArguments<\/key>\s*<array>\n)[^]*?(\n {2}<\/array>)/,
      (_, head, tail) => head + strings + tail,
    )
    .replace(/\s*<key>STATE_URL<\/key>\s*<string>[^<]*<\/string>/, '')
    .replaceAll('<string>_driftwatch</string>', () => `<string>${xml(user)}</string>`)
    .replaceAll('<string>/var/db/driftwatch</string>', () => `<string>${xml(folder)}</string>`)
    .replaceAll('<string>/var/db/driftwatch/driftwatch.log</string>', () => `<string>${xml(log)}</string>`);
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

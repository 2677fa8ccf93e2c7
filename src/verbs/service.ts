import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { journalPath } from '../bot/journal.ts';
import { installService, uninstallService } from '../cli/service/install.ts';
import { ownManager } from '../cli/service/manager.ts';
import { ownSettings } from '../cli/service/own-settings.ts';
import { UserError } from '../text/user-error.ts';
import { write } from './write.ts';

const root = new URL('../..', import.meta.url);

/** `driftwatch service install`, `uninstall`. `print`: only writes the file to standard output. @returns the exit code */
export async function service(
  what: 'install' | 'uninstall',
  { print = false }: { print?: boolean },
): Promise<number> {
  const manager = ownManager();
  const program = fileURLToPath(new URL('bin/driftwatch.cjs', root));
  if (!print && process.getuid?.() !== 0)
    throw new UserError(
      `Installing a service needs root: sudo ${process.execPath} ${program} service ${what}. The bot itself runs as the owner of .env.`,
    );
  if (what === 'uninstall') return uninstallService({ manager, write });
  const packaged = await readFile(new URL(`packaging/${manager.packaged}`, root), 'utf8');
  const { healthUrl, ...place } = await ownSettings(program, journalPath);
  if (!print) return installService(place, { manager, packaged, healthUrl, write });
  write(manager.text(packaged, place));
  return 0;
}

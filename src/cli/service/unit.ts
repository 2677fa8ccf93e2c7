import { WRITTEN_BY } from './marker.ts';
import type { ServiceSettings } from './service-settings.ts';

/** The packaged unit's settings for /etc/driftwatch and /var/lib/driftwatch, which `.env` replaces here. */
const ELSEWHERE = ['EnvironmentFile', 'LoadCredential', 'StateDirectory', 'StateDirectoryMode'];
const KEPT_VARIABLES = ['NODE_OPTIONS', 'NODE_ENV', 'MALLOC_ARENA_MAX'];

/**
 * packaging/systemd's unit for one folder: the same limits and confinement, with this program, folder and user.
 * @param packaged its text
 */
export function unitFor(packaged: string, { command, folder, user, writable }: ServiceSettings): string {
  const own: Record<string, string> = {
    Documentation: '',
    User: user,
    // the value is a path up to the end of the line; quotes would be part of it
    WorkingDirectory: percent(folder),
    ExecStart: [...command.map(argument), 'bot'].join(' '),
    // The folder may be in a home, where only this folder is writable.
    ProtectHome: 'read-only',
    ProtectSystem: `strict\nReadWritePaths=${[folder, ...writable].map(quoted).join(' ')}`,
    // for compiled code
    UMask: '0077\nCacheDirectory=driftwatch\nCacheDirectoryMode=0700\nEnvironment=XDG_CACHE_HOME=%C',
  };
  const lines = packaged.split('\n').flatMap((line) => {
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) return line.startsWith('#') ? [] : [line];
    if (ELSEWHERE.includes(key)) return [];
    if (key === 'Environment') return KEPT_VARIABLES.includes(value.split('=')[0] ?? '') ? [line] : [];
    const given = own[key];
    if (given === undefined) return [line];
    return given === '' ? [] : [`${key}=${given}`];
  });
  return `# ${WRITTEN_BY}\n${lines.join('\n')}`;
}

/** systemd.unit(5), "Specifiers": %% is a percent sign. */
const percent = (text: string) => text.replaceAll('%', '%%');
/** systemd.syntax(7), "Quoting" */
const quoted = (text: string) => `"${percent(text).replace(/[\\"]/g, '\\$&')}"`;
/** systemd.service(5), "Command lines": $$ is a dollar sign */
const argument = (text: string) => quoted(text).replaceAll('$', () => '$$');

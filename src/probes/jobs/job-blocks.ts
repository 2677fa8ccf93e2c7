/** The output of one call of a manager. `name` follows the manager's name: `list`, `print 0 gui/501`, `system`. */
export type JobBlock = { manager: string; name: string; lines: string[]; status: number };

/** The blocks that jobs-script.ts frames. One without an end was cut off and is left out. */
export function readJobBlocks(output: string): JobBlock[] {
  const blocks: JobBlock[] = [];
  let open: JobBlock | null = null;
  for (const line of output.split('\n')) {
    const [, manager, name] = /^% (launchd|systemd) (.+)$/.exec(line) ?? [];
    const [, status] = /^%= (\d{1,3})$/.exec(line) ?? [];
    if (manager !== undefined && name !== undefined) {
      open = { manager, name, lines: [], status: 0 };
      if (/^none\b|^no-user$/.test(name)) blocks.push(open);
    } else if (status !== undefined && open) {
      blocks.push({ ...open, status: Number(status) });
      open = null;
    } else open?.lines.push(line);
  }
  return blocks;
}

/** A process id, or null for `-`, 0 (systemd: none) and anything that is not a number. */
export function jobPid(text: string | undefined): number | null {
  const pid = /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0;
  return pid > 0 && pid < 2 ** 31 ? pid : null;
}

export function jobNumber(text: string | undefined): number | null {
  return /^-?\d{1,10}$/.test(text ?? '') ? Number(text) : null;
}

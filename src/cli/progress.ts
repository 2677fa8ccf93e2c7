import type { OnProgress } from '../facts/progress.ts';

/**
 * One line on standard error that is rewritten while machines answer; silent if that is not a terminal.
 * `clear` wipes it, so that the report starts on an empty line.
 */
export function terminalProgress(stream: NodeJS.WriteStream): { onProgress: OnProgress; clear: () => void } {
  if (!stream.isTTY) return { onProgress: () => {}, clear: () => {} };
  const wipe = '\r\u001B[K';
  return {
    onProgress({ done, total, waiting, again, sites }) {
      const names =
        waiting.slice(0, 3).join(', ') + (waiting.length > 3 ? ` and ${waiting.length - 3} more` : '');
      const sum = again ? 'Re-checking in case it was temporary' : `${done} of ${total} answered`;
      const ofSites = sites && !again ? ` · ${sites.done} of ${sites.total} sites` : '';
      const line = `${sum}${ofSites}${names && ` · waiting for ${names}`}`;
      stream.write(wipe + line.slice(0, (stream.columns || 80) - 1));
    },
    clear() {
      stream.write(wipe);
    },
  };
}

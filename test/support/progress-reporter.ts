import type { Reporter, TestModule } from 'vitest/node';

const EVERY_MS = 30_000;
const SLOWEST = 15;
/** Fewer are somebody's own choice, and over soon. */
const MANY = 100;

/** Beside the summary: how long the whole takes, how far it is, and what took longest. One line each half minute. */
export class ProgressReporter implements Reporter {
  private total = 0;
  private ended = 0;
  private failed: string[] = [];
  private timer: NodeJS.Timeout | null = null;

  onTestRunStart(files: readonly unknown[]): void {
    this.total = files.length;
    if (this.total < MANY) return;
    const length = process.env['CI'] ? 'about 25 minutes' : 'about 12 minutes, with fewer rounds than in CI,';
    say(`${this.total} files: ${length} on two idle cores, and some more where the first machine is made.`);
    this.timer = setInterval(() => say(this.progress()), EVERY_MS).unref();
  }

  onTestModuleEnd(file: TestModule): void {
    this.ended += 1;
    if (file.ok()) return;
    this.failed.push(file.relativeModuleId);
    say(`failed: ${file.relativeModuleId}`);
  }

  onTestRunEnd(files: readonly TestModule[]): void {
    if (this.timer === null) return;
    clearInterval(this.timer);
    const slowest = files
      .map((file) => ({ name: file.relativeModuleId, ms: file.diagnostic().duration }))
      .toSorted((one, other) => other.ms - one.ms)
      .slice(0, SLOWEST);
    say(`Slowest: ${slowest.map(({ name, ms }) => `${name} ${Math.round(ms / 1000)} s`).join(', ')}`);
  }

  private progress(): string {
    return `${this.ended} of ${this.total} files, ${this.failed.length} failed`;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

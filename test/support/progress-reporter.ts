import type { Reporter, TestModule } from 'vitest/node';

const EVERY_MS = 30_000;
const SLOWEST = 15;
/** Fewer are somebody's own choice, and over soon. */
const MANY = 100;

/** Beside the summary: how long the whole takes, how far it is, and what took longest. One line each half minute. */
export class ProgressReporter implements Reporter {
  /** How many files of system tests this run leaves out. */
  private left: number;
  private total = 0;
  private ended = 0;
  private failed: string[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(left: number) {
    this.left = left;
  }

  onTestRunStart(files: readonly unknown[]): void {
    this.total = files.length;
    if (this.total < MANY) return;
    const whole = process.env['CI'] ? 'about 25 minutes' : 'about 12 minutes, with fewer rounds than in CI,';
    say(`${this.total} files: ${this.left > 0 ? 'about 4 minutes' : whole} on two idle cores.`);
    if (this.left > 0) say(leftOut(this.left));
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
    if (this.left > 0) say(leftOut(this.left));
    say(`Slowest: ${slowest.map(({ name, ms }) => `${name} ${Math.round(ms / 1000)} s`).join(', ')}`);
  }

  private progress(): string {
    return `${this.ended} of ${this.total} files, ${this.failed.length} failed`;
  }
}

function leftOut(files: number): string {
  return `Left to CI and npm run test:all: ${files} files that start machines, Docker, browsers or the built bot.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

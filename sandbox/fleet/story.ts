/** Starts something, and resolves with what ends it. */
type Scene = () => Promise<() => void>;
export type Story = { stop(): void };

const MINUTE = 60_000;

/**
 * What happens while somebody watches: after a minute a second copy of a trading bot starts, which ends two minutes
 * later; after two minutes a cut-off interface comes back, and is cut off again. Over and over.
 */
export function tell(scenes: { secondCopy: Scene; recovery: Scene }): Story {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  function after(ms: number, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      // A failing scene must not end the demo.
      if (!stopped) void act().catch(() => {});
    }, ms);
    timers.add(timer);
  }
  function play(scene: Scene, wait: number, lasts: number): void {
    after(wait, async () => {
      const end = await scene();
      after(lasts, async () => {
        end();
        play(scene, 3 * MINUTE, lasts);
      });
    });
  }
  play(scenes.secondCopy, MINUTE, 2 * MINUTE);
  play(scenes.recovery, 2 * MINUTE, 3 * MINUTE);
  return {
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

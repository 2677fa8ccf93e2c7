import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The files that take longest, as the last line of a whole run names them: most of it they wait. */
export const longest = [
  'test/alerting/living-kill.test.ts',
  'test/alerting/kill.test.ts',
  'test/triggers/watch-kill.test.ts',
  'test/triggers/watch-system.test.ts',
  'test/triggers/restarts/docker.test.ts',
  'test/triggers/restarts/systemd.test.ts',
  'test/triggers/restarts/launchd.test.ts',
  'test/remediation/unit-system.test.ts',
  'test/remediation/guard/model-shell.test.ts',
  'test/zoo/zoo.test.ts',
  'test/discover/draft/booted.test.ts',
  'test/remediation/container-system.test.ts',
  'test/remediation/guard/unit-fields-system.test.ts',
  'test/remediation/guard/container-fields-system.test.ts',
  'test/remediation/guard/last-look-system.test.ts',
  'test/probes/machine/script.test.ts',
  'test/bot/run-bot-stop.test.ts',
  'test/bot/run-bot-sites.test.ts',
  'test/sandbox/page.test.ts',
  'test/demo/incident.test.ts',
  'test/packaging/image.test.ts',
  'test/packaging/compose-site.test.ts',
  'test/scene.test.ts',
];

/** Starts the longest files first, so that at the end nothing is waited for that could have begun before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.indexOf(relative(this.ctx.config.root, moduleId));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

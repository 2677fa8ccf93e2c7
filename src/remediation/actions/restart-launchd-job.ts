import { isWhole, linesOf, said, whyNotStart, wordsIn } from '../guard/common.ts';
import { refuse } from '../refusal.ts';
import { sudo } from './action.ts';
import type { Action } from './action.ts';

export const restartLaunchdJob: Action = {
  name: 'restart-launchd-job',
  title: 'restart the launchd job',
  applies: ({ launchd_label }) => launchd_label !== null,
  plan({ service, facts }) {
    const job = facts.jobs?.ok ? facts.jobs.value[service.name] : undefined;
    if (!job?.ok) return refuse('its state in launchd could not be seen');
    const { manager, loaded, domain, name, pid, pids } = job.value;
    if (manager !== 'launchd' || name !== service.launchd_label) return refuse('launchd does not run it');
    if (!loaded) return refuse('launchd has not loaded it: bootstrap its plist yourself');
    if (domain === null || !/^(?:(?:gui|user)\/\d{1,10}|system)$/.test(domain))
      return refuse('launchctl does not say in which domain it runs');
    return {
      // launchctl(1): -k ends a running instance first
      argv: [...sudo(service), 'launchctl', 'kickstart', '-k', `${domain}/${name}`],
      touches: [name],
      pids: pid === null ? pids : [pid, ...pids],
    };
  },
  surroundings(evidence) {
    const own = linesOf(evidence, 'job');
    const [plist] = said(evidence, 'job', 'path =');
    const program = [...said(evidence, 'job', 'program ='), ...said(evidence, 'job', 'argument')];
    if (!isWhole(evidence) || plist === undefined || program.length === 0)
      return refuse('what launchd would start could not be seen');
    const [tied] = said(evidence, 'unit files', 'tied');
    if (tied !== undefined) return refuse(`a trading job names it in its settings: ${tied}`);
    const marked = own.find((line) => /^environment .* trading$/.test(line));
    if (marked !== undefined)
      return refuse(
        `its variable ${marked.split(' ')[1] ?? ''} names a trading bot or something that belongs to one`,
      );
    const touches = [...own, ...linesOf(evidence, 'unit files'), ...linesOf(evidence, 'programs')];
    const starts = [said(evidence, 'job', 'argument').join(' '), ...said(evidence, 'job', 'program =')];
    return whyNotStart(evidence) ?? { touches: [...touches, ...wordsIn(touches)], starts };
  },
  interrupts: ({ name }) => `${name} for as long as it takes to start. launchd kills its running processes.`,
  check: 'launchd has a process for it',
  settled(service, facts) {
    const job = facts.jobs?.ok ? facts.jobs.value[service.name] : undefined;
    return job?.ok === true && job.value.pid !== null;
  },
};

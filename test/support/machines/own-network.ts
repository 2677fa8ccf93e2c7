import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** A network of a test's own, one cable away from this machine. */
export type OwnNetwork = {
  /** addresses of the cable's two ends */
  here: string;
  there: string;
  /** what runs a program there, in front of it */
  within: string[];
  /** Drops whatever either side sends, and tells neither (a half-open connection), until `heal`. */
  cut(): void;
  heal(): void;
};

const ip = (...args: string[]) => execFileSync('ip', args);

/** A namespace with a cable to this machine, until the test has ended. @param index as that of startOwnHost */
export function startNamespace(index: number): { name: string; here: string; there: string } {
  const name = `dw${process.pid % 1_000_000}-${index}`;
  // RFC 2544: a range that no real network has
  const net = `198.19.${process.pid % 250}`;
  const [here, there] = [`${net}.${4 * index + 1}`, `${net}.${4 * index + 2}`] as const;
  ip('netns', 'add', name);
  onTestFinished(() => void ip('netns', 'del', name));
  ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  ip('addr', 'add', `${here}/30`, 'dev', name);
  ip('link', 'set', name, 'up');
  ip('-n', name, 'addr', 'add', `${there}/30`, 'dev', 'eth0');
  for (const each of ['lo', 'eth0']) ip('-n', name, 'link', 'set', each, 'up');
  return { name, here, there };
}

/** Needs what lacksOwnHosts asks for. @param index 61 to 63, unlike that of any other network of the test */
export function startOwnNetwork(index: number): OwnNetwork {
  const { name, here, there } = startNamespace(index);
  // The address of no station: frames are sent, but nobody receives them.
  const nobody = ['lladdr', '02:00:00:00:00:99', 'nud', 'permanent'];
  return {
    here,
    there,
    within: ['ip', 'netns', 'exec', name],
    cut() {
      ip('neigh', 'replace', there, 'dev', name, ...nobody);
      ip('-n', name, 'neigh', 'replace', here, 'dev', 'eth0', ...nobody);
    },
    heal() {
      ip('neigh', 'del', there, 'dev', name);
      ip('-n', name, 'neigh', 'del', here, 'dev', 'eth0');
    },
  };
}

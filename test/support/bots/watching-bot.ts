import { startOpenClaw } from '../alerting/openclaw.ts';
import type { Sshd } from '../servers/sshd.ts';
import { aBotProcess } from './bot-process.ts';

type Options = {
  /** how the machine `tesseract` is reached */
  access: Pick<Sshd, 'host' | 'port' | 'user' | 'keyPath' | 'knownHostsPath'>;
  /** the manifest's fields for it, besides its address */
  machine?: object;
  services: { name: string }[];
  /** others than `tesseract` */
  machines?: object;
  environment?: Record<string, string>;
};

/** What starts Driftwatch over `tesseract`, as a process of its own that watches and never scans; and what it told whom. */
export async function watchingBot({ access, machine, services, machines = {}, environment = {} }: Options) {
  const openclaw = await startOpenClaw();
  const driftwatch = await aBotProcess({
    SCAN_CRON: '0 0 29 2 *',
    WATCH_INTERVAL: '5s',
    SSH_USER: access.user,
    SSH_KEY_PATH: access.keyPath,
    SSH_KNOWN_HOSTS_PATH: access.knownHostsPath,
    OPENCLAW_URL: openclaw.url,
    OPENCLAW_HOOK_TOKEN: openclaw.token,
    ...environment,
  });
  const { host, port } = access;
  driftwatch.write({ machines: { tesseract: { host, port, ...machine }, ...machines }, services });

  /** What the channel was sent, as text; what stands in the content pings. */
  const messages = () =>
    driftwatch.sandbox.messages().map(({ content, embeds }) => `${content}\n${JSON.stringify(embeds)}`);
  /** How many messages say so of a service. */
  const said = (name: string, words: string) =>
    messages().filter((message) => message.includes(name) && message.includes(words)).length;
  /** How often OpenClaw was woken for a service that runs more than once. */
  const paged = (name: string) =>
    openclaw.queued.filter((text) => text.includes('duplicate_process') && text.includes(name)).length;

  return { ...driftwatch, messages, said, paged, woken: openclaw.queued };
}

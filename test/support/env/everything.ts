import { EnvKeys } from '../../../src/env/env-keys.ts';
import { keyText } from '../sites/keys.ts';

/** A value for each kind of key. */
const samples = ['123456789012345678', 'redis://127.0.0.1', keyText(), 'https://hc.example/ping', 'token'];

/** These turn nothing on: without them something else is used, or nothing is restricted. */
const refinements = [
  'SSH_USER',
  'SSH_KEY_PATH',
  'SSH_KEY_PASSPHRASE',
  'SSH_ACTION_USER',
  'SSH_ACTION_KEY_PATH',
  'WORKER_HOSTS',
];

const defaults = EnvKeys.parse({});
const features = Object.entries(EnvKeys.shape).filter(([key]) => {
  const fallback = defaults[key as keyof typeof defaults];
  return (fallback === undefined || Array.isArray(fallback)) && !refinements.includes(key);
});

/** Every key that turns a feature on, with a value that it takes. */
export const everything: Record<string, string | undefined> = Object.fromEntries(
  features.map(([key, schema]) => [key, samples.find((value) => schema.safeParse(value).success)]),
);

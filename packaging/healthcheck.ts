// The container's HEALTHCHECK: exit 0 if the bot answers GET /health, else 1 with the reason. It imports
// nothing from the program, because it runs three times a minute.
import { existsSync } from 'node:fs';
import process from 'node:process';

if (existsSync('.env')) process.loadEnvFile('.env');
const { HTTP_HOST, HTTP_PORT } = process.env;
const host = HTTP_HOST?.trim() || '127.0.0.1';
// A server that listens on every address also listens on this one.
const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
const url = `http://${reached.includes(':') ? `[${reached}]` : reached}:${HTTP_PORT?.trim() || '8787'}/health`;
try {
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(8000) });
  process.stdout.write(`${url}: ${status}\n`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  process.stdout.write(`${url}: ${String(cause)}\n`);
  process.exitCode = 1;
}

// A service of the demo fleet. It answers GET /health where DEMO_ADDRESS is set, and lives until its standard input
// closes, so that nothing stays behind however the demo ends.
import { createServer } from 'node:http';

const { DEMO_ADDRESS: address, DEMO_PORT: port = '0', DEMO_ANSWER: answer = '{}' } = process.env;
const startedAt = Date.now();

process.stdin.on('end', () => process.exit()).resume();
process.on('SIGINT', () => {});

if (!address) process.stdout.write('0\n');
else {
  const server = createServer((request, response) => {
    const body = {
      status: 'ok',
      ...JSON.parse(answer),
      pid: process.pid,
      uptime_seconds: Math.floor((Date.now() - startedAt) / 1000),
    };
    response.writeHead(request.url === '/health' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(Number(port), address, () => process.stdout.write(`${server.address().port}\n`));
}

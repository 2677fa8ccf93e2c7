import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { anApp } from '../support/discord/app.ts';
import { lacks } from '../support/machines/system.ts';
import { aServer, token } from '../support/triggers/scene.ts';

const skill = readFileSync('skills/deployment-sync/SKILL.md', 'utf8');
const guide = readFileSync('docs/github-action.md', 'utf8');

/** The code blocks of a language in Markdown. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, code]) =>
    of === language && code ? [code] : [],
  );
}

/** Runs a script as GitHub's runners do, against a bot with a manifest of these services. */
async function run(script: string, asked: Record<string, string> = {}) {
  const app = anApp({ services: ['akashic-records', 'knox/akashic-records'] });
  const { origin } = await aServer(app);
  const env = { ...process.env, DRIFTWATCH_URL: origin, DRIFTWATCH_TOKEN: token, ...asked };
  const child = spawn('bash', ['-e', '-c', script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code: Number(code), said, audits: app.audits.map(({ service }) => service) };
}

describe('the skill', () => {
  const Front = z.strictObject({
    name: z.literal('deployment-sync'),
    description: z.string().max(159),
    metadata: z.strictObject({
      openclaw: z.strictObject({
        requires: z.strictObject({ env: z.array(z.string()), bins: z.array(z.string()) }),
      }),
    }),
  });

  it('says at its head what OpenClaw asks for, and names what its commands need', () => {
    const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(skill) ?? [];
    // OpenClaw wants it as JSON in one line
    expect(head).toMatch(/^metadata: \{"openclaw":\{.*\}\}$/m);
    const { requires } = Front.parse(parse(head)).metadata.openclaw;
    const used = new Set([...body.matchAll(/\$([A-Z_]+)/g)].map(([, name]) => name));
    expect(new Set(requires.env)).toEqual(used);
    for (const block of blocks(body, 'sh')) expect(requires.bins).toContain(block.split(' ')[0]);
  });

  it.skipIf(lacks(['curl', 'curl']))('holds commands that work as they stand', async () => {
    const done = await Promise.all(blocks(skill, 'sh').map((script) => run(script)));
    expect(done.map(({ code, audits }) => ({ code, audits }))).toEqual([
      { code: 0, audits: ['akashic-records'] },
      { code: 0, audits: [null] },
    ]);
    for (const { said } of done) expect(JSON.parse(said)).toMatchObject({ ok: true });
  });
});

describe('the workflow for GitHub', () => {
  const Workflow = z.strictObject({
    name: z.string(),
    on: z.strictObject({ push: z.strictObject({ branches: z.tuple([z.literal('main')]) }) }),
    permissions: z.strictObject({}),
    jobs: z.strictObject({
      audit: z.strictObject({
        'runs-on': z.string(),
        'timeout-minutes': z.number(),
        steps: z.tuple([
          z.strictObject({ name: z.string(), env: z.record(z.string(), z.string()), run: z.string() }),
        ]),
      }),
    }),
  });
  const [step] = Workflow.parse(parse(blocks(guide, 'yaml').join(''))).jobs.audit.steps;
  const repository = { GITHUB_REPOSITORY: 'knox/akashic-records' };

  it('takes the token from the secrets, and expands nothing inside the script', () => {
    expect(step.env['DRIFTWATCH_TOKEN']).toBe('${{ secrets.DRIFTWATCH_TOKEN }}');
    expect(step.run).not.toContain('${{');
  });

  describe.skipIf(lacks(['curl', 'curl'], ['bash', 'bash']))('when its step runs', () => {
    it('begins an audit of the repository', async () => {
      const { code, said, audits } = await run(step.run, repository);
      expect({ code, audits }).toEqual({ code: 0, audits: ['knox/akashic-records'] });
      expect(JSON.parse(said)).toMatchObject({ ok: true, result: { details: { audit_id: '7c0ffee1' } } });
    });

    it.each([
      ['a wrong token', { ...repository, DRIFTWATCH_TOKEN: 'wrong' }, 'Unauthorized'],
      ['a repository of no service', { GITHUB_REPOSITORY: 'knox/other' }, 'No service'],
    ])('fails for %s, and says so', async (_, asked, reason) => {
      const { code, said, audits } = await run(step.run, asked);
      expect({ code, audits }).toEqual({ code: 22, audits: [] });
      expect(said).toContain(reason);
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/inventory/manifest.ts';
import { actionNames } from '../../src/findings/action-name.ts';
import type { Proposal } from '../../src/remediation/plan.ts';
import { judge, whyNotApprove, whyNotDeny } from '../../src/remediation/policy.ts';
import { aMachine } from '../support/facts/observed.ts';
import { aManifest, withService } from '../support/remediation/manifest.ts';
import { ada, approverRole, guest, knox, robot } from '../support/remediation/people.ts';
import { aProposal, anApproval } from '../support/remediation/moment.ts';

describe('judge', () => {
  it.each(
    actionNames.flatMap((action) =>
      (['stateless', 'stateful', 'trading'] as const).map((kind) => ({ action, kind })),
    ),
  )('$action of a $kind service', ({ action, kind }) => {
    const manifest = withService(aManifest(), 'log-shipper', { kind });
    const gentle = action === 'remove-lockfile' || action === 'tighten-mode';
    const allowed = kind === 'stateless' || (kind === 'stateful' && gentle);
    expect(judge(manifest, aProposal({ action })).allowed).toBe(allowed);
  });

  it.each(actionNames)('%s is refused on a machine that a site reads', (action) => {
    const manifest = withService(aManifest(), 'log-shipper', { kind: 'stateless' });
    const { machine } = aProposal().plan;
    const machines = manifest.machines.map((each) =>
      each.name === machine ? { ...each, site: 'home' } : each,
    );
    expect(judge({ ...manifest, machines }, aProposal({ action }))).toEqual({
      allowed: false,
      trading: false,
      why: `${machine} is read by site home, and nothing is changed on a site's machines yet: do it yourself`,
    });
  });

  it.each<[string, Partial<Service>]>([
    ['kind', { kind: 'trading' }],
    ['risk_tier', { risk_tier: 'CRITICAL' }],
    ['repository', { repo: 'Invictus-Labs/Shiva' }],
    ['container', { docker_service: 'foresight_web' }],
    ['launchd label', { launchd_label: 'com.knox.shiva' }],
    ['unit', { systemd_unit: 'leverage@1.service' }],
    ['process', { process: 'python3 shiva.py' }],
    ['lockfile', { lockfile: '/run/shiva/lock' }],
    ['checkout', { checkout: '/opt/foresight' }],
    ['file', { files: [{ path: '/opt/Leverage/.env', in: 'host', secret: true }] }],
    ['scanned folder', { scan: ['/opt/shiva'] }],
  ])('counts a service as trading by its %s, for every action', (_, over) => {
    const manifest = withService(aManifest(), 'log-shipper', { kind: 'stateless', ...over });
    for (const action of actionNames)
      expect(judge(manifest, aProposal({ action }))).toMatchObject({ allowed: false, trading: true });
  });

  it.each<[string, Partial<Proposal>]>([
    ['a word of the command', { plan: { ...aProposal().plan, argv: ['docker', 'restart', 'shiva'] } }],
    ['a command line that runs in it', { touches: ['/usr/bin/python3 -m foresight'] }],
    ['another name for one', { touches: ['ＳＨＩＶＡ'] }],
    ['a trading service’s container', { touches: ['app:1', 'shiva'] }],
    ['processes of a trading service', { shared: ['shiva'] }],
  ])('is trading where it would touch %s', (_, over) => {
    expect(judge(aManifest(), aProposal(over))).toMatchObject({ allowed: false, trading: true });
  });

  const alpha: Partial<Service> = { name: 'alpha', kind: 'trading', repo: null, docker_service: null };

  it.each<[string, Partial<Service>, Partial<Service>, string[]]>([
    ['unit', { systemd_unit: 'app' }, { systemd_unit: 'app.service' }, []],
    ['lockfile', { lockfile: '/run/app.pid' }, { lockfile: '/run/app.pid' }, []],
    ['process', { process: 'serve' }, { process: 'serve' }, []],
    [
      'file',
      { files: [{ path: '/etc/app.env', in: 'host', secret: true }] },
      { files: [{ path: '/etc/app.env', in: 'host', secret: true }] },
      [],
    ],
    ['folder', { scan: ['/opt/bots/'] }, {}, ['/opt/bots/app/.env']],
    ['container, by its id', { docker_service: '0123456789ab' }, {}, ['0123456789ab'.padEnd(64, 'c')]],
  ])('is trading where a trading service of any name shares the %s', (_, of, own, touches) => {
    const manifest = withService(aManifest(), 'log-shipper', { docker_service: null, ...own });
    const shared = withService(manifest, 'shiva', { ...alpha, ...of });
    expect(judge(shared, aProposal({ touches }))).toMatchObject({ allowed: false, trading: true });
    const elsewhere = withService(shared, 'alpha', { machine: 'attic' });
    const apart = {
      ...elsewhere,
      machines: [...elsewhere.machines, aMachine({ name: 'attic', host: '10.0.0.9' })],
    };
    expect(judge(apart, aProposal({ touches })).allowed).toBe(true);
    const alias = {
      ...elsewhere,
      machines: [...elsewhere.machines, aMachine({ name: 'attic', host: '10.0.0.5' })],
    };
    expect(judge(alias, aProposal({ touches }))).toMatchObject({ allowed: false, trading: true });
  });

  it('denies what the manifest does not have, and machines without SSH', () => {
    const manifest = aManifest();
    const plan = { ...aProposal().plan, service: 'nobody' };
    expect(judge(manifest, aProposal({ plan })).allowed).toBe(false);
    expect(judge(withService(manifest, 'log-shipper', { machine: 'attic' }), aProposal()).allowed).toBe(
      false,
    );
    const deaf = { ...manifest, machines: [aMachine({ name: 'box', ssh: false })] };
    expect(judge(deaf, aProposal()).allowed).toBe(false);
    expect(judge(manifest, aProposal({ shared: ['records'] })).allowed).toBe(false);
  });
});

describe('who may', () => {
  const policy = { four_eyes: true, approval_ttl_ms: 1 };

  it('approve: somebody with a role for it who did not ask', async () => {
    const approval = await anApproval();
    expect(whyNotApprove(ada, approval, policy, [approverRole])).toBeNull();
    expect(whyNotApprove(ada, approval, policy, ['another'])).toContain('no approver role');
    expect(whyNotApprove(ada, approval, policy, [])).toContain('nobody can approve');
    expect(whyNotApprove(knox, approval, policy, [approverRole])).toContain('approve your own request');
    expect(whyNotApprove(robot, approval, policy, [approverRole])).toContain('bot');
  });

  it('deny: the same people, and who asked', async () => {
    const approval = await anApproval();
    expect(whyNotDeny(knox, approval, [])).toBeNull();
    expect(whyNotDeny(ada, approval, [approverRole])).toBeNull();
    expect(whyNotDeny(guest, approval, [approverRole])).not.toBeNull();
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlGroup } from '../../src/facts/control-group.ts';

const id = 'ab12'.repeat(16);

describe('a control group', () => {
  it.each<[path: string, kind: string | null, name?: string, template?: string]>([
    ['/system.slice/site.service', 'unit', 'site', 'site'],
    ['/system.slice/system-site.slice/site@2.service', 'unit', 'site@2', 'site'],
    ['/system.slice/site.service/workers', 'unit', 'site', 'site'],
    ['/user.slice/user-1000.slice/user@1000.service/app.slice/site.service', 'unit', 'site', 'site'],
    ['/system.slice/akashic\\x2drecords.service', 'unit', 'akashic-records', 'akashic-records'],
    ['/openrc.nginx', 'unit', 'nginx', 'nginx'],
    ['/user.slice/user-1000.slice/user@1000.service/init.scope', 'session'],
    ['/user.slice/user-1000.slice/user@1000.service', 'session', 'user@1000'],
    ['/user.slice/user-1000.slice/session-3.scope', 'session', 'session-3'],
    ['/user.slice/user-1000.slice/user@1000.service/app.slice/tmux-spawn-1.scope', 'session'],
    [`/system.slice/docker-${id}.scope`, 'container', id],
    [`/docker/${id}`, 'container', id],
    [`/docker/${id}/system.slice/site.service`, 'container', id],
    [`/machine.slice/libpod-${id}.scope/container`, 'container', id],
    [`/system.slice/site.service/libpod-payload-${id}`, 'container', id],
    [`/kubepods.slice/kubepods-pod1.slice/cri-containerd-${id}.scope`, 'container', id],
    ['/lxc.payload.web/system.slice/site.service', 'container', 'web'],
    ['/machine.slice/machine-web.scope/payload/system.slice/x.service', 'container', 'web'],
    ['/', null],
    ['/process_api/bab5d45612298e42', null],
    ['', null],
  ])('%s is a %s', (path, kind, name, template) => {
    const group = controlGroup(path);
    expect(group?.kind ?? null).toBe(kind);
    expect(name === undefined || group?.name === name).toBe(true);
    expect(template === undefined || group?.template === template).toBe(true);
  });

  it('is one for all that stands below a unit', () => {
    expect(controlGroup('/system.slice/a.service/b')?.key).toBe(controlGroup('/system.slice/a.service')?.key);
    expect(controlGroup('/system.slice/a.service')?.key).not.toBe(controlGroup('/user.slice/a.service')?.key);
  });

  it('is something or nothing for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((each) => `/${each}.service`),
        ),
        (path) => {
          expect(['unit', 'container', 'session', null]).toContain(controlGroup(path)?.kind ?? null);
        },
      ),
    );
  });
});

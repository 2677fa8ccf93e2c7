import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import type { Evidence } from '../../../src/remediation/guard/evidence.ts';
import { whyNotStart, wordsIn } from '../../../src/remediation/guard/common.ts';
import { unitText } from '../../support/remediation/guard-text.ts';

function seen(parts: Record<string, string[]>): Evidence {
  return readEvidence(unitText('app.service', [], parts))!;
}

describe('why what a restart starts may not be started', () => {
  it.each<[string, string]>([
    [
      'order /srv/app/compose.yaml',
      '/srv/app/compose.yaml, in a folder that configures it, names a trading bot or something that belongs to one',
    ],
    [
      'drives the-command systemctl stop b',
      'its command runs “systemctl stop b”, which acts on more than this service',
    ],
    ['drives /srv/run docker stop b', '/srv/run runs “docker stop b”, which acts on more than this service'],
    [
      'shared app.service knox',
      'a stop of app.service removes what other processes of its user share (RemoveIPC=yes), and others run as knox',
    ],
    [
      'image shop/web:1 7 names trading',
      'it makes a container of the image shop/web:1, which names a trading bot or something that belongs to one',
    ],
    [
      'image shop/web:2 unread',
      'it makes a container of the image shop/web:2, which the engine does not show: what it starts is not known',
    ],
    ['argument /srv/run unread', 'it would start /srv/run, which could not be read'],
    [
      'argument /srv/run 1 names trading',
      'it would start /srv/run, which names a trading bot or something that belongs to one',
    ],
  ])('%s', (line, refused) => {
    expect(whyNotStart(seen({ programs: [line] }))).toEqual({ refused });
    expect(whyNotStart(seen({ 'other units': [line] }))).toBeNull();
  });

  it('is a closed folder, or a setting that could not be read', () => {
    expect(whyNotStart(seen({ programs: ['shut /srv/x'] }))).toEqual({
      refused:
        'it works in /srv/x, which the SSH user cannot enter: what its command starts there is not known',
    });
    const unread = ['file /etc/a.env /etc/a.env unread', 'file /etc/b.env /etc/b.env 01 names shiva'];
    expect(whyNotStart(seen({ 'unit files': unread }))).toEqual({
      refused: '/etc/a.env could not be read: what it starts is not known',
    });
  });

  it('is a setting that names something of trading', () => {
    expect(whyNotStart(seen({ 'unit files': ['file /etc/b.env /etc/b.env 01 names shiva'] }))).toEqual({
      refused:
        'its settings in /etc/b.env name shiva, which is a trading bot or something that belongs to one',
    });
  });

  it('is nothing where nothing was found', () => {
    expect(whyNotStart(seen({}))).toBeNull();
    expect(whyNotStart(seen({ programs: ['image shop/web:1 7'] }))).toBeNull();
  });

  it('looks at the parts of words too', () => {
    expect(wordsIn(['a shop/web:v1=x', 'shop/web:v1'])).toEqual(['shop/web:v1', 'shop/web', 'v1']);
  });
});

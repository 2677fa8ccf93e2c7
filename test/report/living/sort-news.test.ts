import { describe, expect, it } from 'vitest';
import { followed } from '../../../src/report/living/follow.ts';
import { sortNews } from '../../../src/report/living/sort-news.ts';
import { shivaTwice } from '../../support/alerting/bulletin.ts';
import { aFinding } from '../../support/builders.ts';
import { anOpenFinding } from '../../support/report/open-finding.ts';
import { anAlertOf } from '../../support/report/living.ts';

const stale = aFinding({ id: 'stale' });
const alert = anAlertOf([shivaTwice, stale]);
const moment = { fixes: [], now: '2026-03-29T19:00:00.000Z', numbers: true, trigger: 'watch' as const };
const over = followed([alert], { ...moment, openFindings: [anOpenFinding(stale)], resolved: [shivaTwice] });
const none = { opened: [], worsened: [] };

describe('news', () => {
  it('that no alert has told is told anew', () => {
    const { fresh, replies } = sortNews({ ...none, opened: [aFinding({ id: 'other' })] }, [alert]);
    expect(fresh).toMatchObject([{ finding: { id: 'other' }, why: 'new' }]);
    expect(replies).toEqual([]);
  });

  it.each([
    ['came back', { opened: [shivaTwice], worsened: [] }, over, 'again'],
    ['got worse', { opened: [], worsened: [shivaTwice] }, [alert], 'worse'],
    ['was acknowledged until now', { opened: [shivaTwice], worsened: [] }, [alert], 'lapsed'],
  ] as const)('of what %s is told under the alert that told it first', (_, news, alerts, why) => {
    const { fresh, replies } = sortNews(news, alerts);
    expect(fresh).toEqual([]);
    expect(replies).toMatchObject([{ root: { id: alert.id }, told: [{ finding: { id: 'dup' }, why }] }]);
  });

  it('of what came back stands in the first alert again', () => {
    expect(over[0]?.entries[0]?.ended).not.toBeNull();
    const { alerts } = sortNews({ ...none, opened: [shivaTwice] }, over);
    expect(alerts[0]?.entries[0]).toMatchObject({ ended: null, told: 'again', finding: { id: 'dup' } });
  });

  it('of an alert that is not posted yet is shown by it when it is', () => {
    const waiting = over.map((each) => ({ ...each, message: null }));
    const { fresh, replies, alerts } = sortNews({ ...none, opened: [shivaTwice] }, waiting);
    expect([fresh, replies]).toEqual([[], []]);
    expect(alerts[0]?.entries[0]?.ended).toBeNull();
  });

  it('of many alerts is one reply and one message', () => {
    const findings = Array.from({ length: 50 }, (_, index) => aFinding({ id: `${index}` }));
    const alerts = findings.map((finding) => anAlertOf([finding], { id: `alert-${finding.id}` }));
    const { fresh, replies } = sortNews({ opened: [], worsened: findings }, alerts);
    expect([fresh.length, replies.length]).toEqual([49, 1]);
  });
});

import { expect, it } from 'vitest';
import { sent, sentMachine } from '../../../src/sites/protocol/sent.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';

it('a worker is not told what only the bot judges by', () => {
  const service = aService({ depends_on: ['mail'], severity: { config_changed: 'LOW' } });
  expect(sent(service)).toMatchObject({ depends_on: [], maintenance: [], severity: {} });
  expect(sentMachine(aMachine({ site: 'home' }))).not.toHaveProperty('site');
});

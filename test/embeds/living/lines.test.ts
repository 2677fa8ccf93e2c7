import { expect, it } from 'vitest';
import { alertEmbeds } from '../../../embeds/living/alert.ts';
import { aFinding } from '../../support/builders.ts';
import { textOf } from '../../support/embeds/size.ts';
import { anAlertOf } from '../../support/report/living.ts';

it.each([
  [33, /🟠 33 services are behind their branch: nas/],
  [13, /🟠 13 services are behind their branch: nas/],
  [12, /service-11/],
])('of %i open findings of one kind it says what one screen holds', (count, wanted) => {
  const findings = Array.from({ length: count }, (_, index) =>
    aFinding({ id: `f${index}`, service: `service-${index}`, machine: 'nas' }),
  );
  expect(textOf([alertEmbeds(anAlertOf(findings)).embeds])).toMatch(wanted);
});

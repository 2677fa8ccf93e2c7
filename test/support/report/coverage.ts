import { FindingType } from '../../../src/findings/finding-types.ts';
import type { Coverage } from '../../../src/report/coverage.ts';

/** By default everything of the lesson's two services was looked at and seen. */
export function aCoverage(over: Partial<Coverage> = {}): Coverage {
  const inventory = ['akashic-records', 'shiva'];
  return {
    services: inventory,
    machines: { 'knox-mac-mini': 'connected', tesseract: 'connected' },
    types: [...FindingType.options],
    blind: {},
    inventory,
    ...over,
  };
}

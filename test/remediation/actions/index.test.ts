import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/remediation/actions/index.ts';
import { actionNames } from '../../../src/findings/action-name.ts';
import { typesAnsweredBy } from '../../../src/findings/catalogue.ts';

describe('every action', () => {
  it.each(actionNames)('%s stands under its own name, and answers something', (name) => {
    expect(actions[name].name).toBe(name);
    expect(typesAnsweredBy(name).length).toBeGreaterThan(0);
  });
});

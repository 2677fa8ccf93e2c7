import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/remediation/actions/index.ts';
import { actionNames } from '../../../src/remediation/plan.ts';

describe('every action', () => {
  it.each(actionNames)('%s stands under its own name, and answers something', (name) => {
    expect(actions[name].name).toBe(name);
    expect(actions[name].answers.length).toBeGreaterThan(0);
  });
});

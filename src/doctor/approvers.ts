import { ok, warning } from './result.ts';
import type { Line } from './result.ts';

const KEY = 'DISCORD_APPROVER_ROLE_IDS';

/**
 * Are there people to approve? Discord gives the number of members per role, bots included, but not who has several roles:
 * so the number of approvers is between the largest count and the sum.
 * @param counts role -> members; null if Discord does not say
 */
export function approvers(
  counts: Record<string, number> | null,
  roleIds: readonly string[],
  fourEyes: boolean,
): Line {
  const give = 'In the server settings, "Members", give an approver role to';
  if (counts === null) {
    const detail = `the ${roleIds.length === 1 ? 'role is' : 'roles are'} there; Discord does not tell who holds ${roleIds.length === 1 ? 'it' : 'them'}`;
    const cure = fourEyes
      ? 'Give one to two people: with policy.four_eyes nobody approves their own request.'
      : 'Give one to somebody.';
    return warning(KEY, detail, cure);
  }
  const held = roleIds.map((id) => counts[id] ?? 0);
  const most = held.reduce((sum, count) => sum + count, 0);
  const least = Math.max(...held);
  if (most === 0)
    return warning(KEY, 'nobody has an approver role, so nobody can approve', `${give} somebody.`);
  if (fourEyes && most === 1) {
    const detail =
      'one person holds an approver role, and with policy.four_eyes may not approve their own request';
    return warning(KEY, detail, `${give} a second person, or set policy.four_eyes: false in the manifest.`);
  }
  return ok(KEY, least === most ? `${most} may approve` : `${least} to ${most} may approve`);
}

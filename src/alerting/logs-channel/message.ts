import { alertEmbeds, footerOf } from '../../../embeds/living/alert.ts';
import { reportButtons } from '../../../embeds/buttons.ts';
import type { remedySelect } from '../../../embeds/remedies.ts';
import { limits } from '../../../embeds/limits.ts';
import { scopeId } from '../../../embeds/scope-id.ts';
import { isOpen } from '../../report/living/living-alert.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';

/** The whole body of an alert's message, as it is now. @param remedies the select of what may be requested */
export function messageOf(alert: LivingAlert, remedies: ReturnType<typeof remedySelect>) {
  return { embeds: alertEmbeds(alert).embeds, components: [...remedies, ...componentsOf(alert)] };
}

/** Whoever is woken by it can look again, and say that somebody knows, without typing. */
function componentsOf({ scope, entries, kind }: LivingAlert) {
  return entries.some(isOpen) && kind !== 'drill' ? reportButtons(scopeId(scope), true) : [];
}

/** A short version of a message that Discord refuses, so that something arrives. */
export function inBrief(alert: LivingAlert) {
  const [first] = alertEmbeds(alert).embeds;
  const title = (first?.title ?? 'An alert').slice(0, limits.title);
  const description = 'Discord rejected the full text of this alert. Type /drift to see the open findings.';
  return {
    embeds: [{ title, description, footer: { text: footerOf(alert) } }],
    components: componentsOf(alert),
  };
}

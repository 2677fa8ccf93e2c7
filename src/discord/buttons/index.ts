import { acknowledge } from './acknowledge.ts';
import { approve } from './approve.ts';
import type { Button } from './button.ts';
import { correct } from './correct.ts';
import { deny } from './deny.ts';
import { details } from './details.ts';
import { rerun } from './rerun.ts';
import { services } from './services.ts';

/** action -> button */
export const buttons: Record<string, Button> = {
  acknowledge,
  approve,
  correct,
  deny,
  details,
  rerun,
  services,
};

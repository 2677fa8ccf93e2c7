import { approve } from './approve.ts';
import type { Button } from './button.ts';
import { deny } from './deny.ts';
import { services } from './services.ts';

/** action -> button */
export const buttons: Record<string, Button> = { approve, deny, services };

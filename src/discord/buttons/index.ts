import type { Button } from './button.ts';
import { services } from './services.ts';

/** action -> button */
export const buttons = { services } satisfies Record<string, Button>;

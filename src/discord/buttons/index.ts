import type { Button } from './button.ts';

/** action -> button */
export const buttons: Record<string, Button> = {};

import { drawable } from './drawable.ts';
import type { Strips } from './strips.ts';
import { element, text } from './svg.ts';

const ROW = 34;
const NAME_MAX = 17;

type Frame = { left: number; right: number; top: number };

/** The height that the rows need. */
export function stripsHeight({ strips, more }: Strips): number {
  return strips.length === 0 ? 0 : 46 + (strips.length + Math.min(1, more)) * ROW;
}

/** One row per service: its name, and its state over time. @param colour of a state; null: not observed yet */
export function stripRows(
  { strips, more }: Strips,
  { left, right, top }: Frame,
  colour: (state: Strips['strips'][number]['now']) => string,
  ink: { bright: string; quiet: string },
): string[] {
  if (strips.length === 0) return [];
  const rows = strips.flatMap(({ name, cells }, index) => {
    const y = top + 30 + index * ROW;
    const width = (right - left) / cells.length;
    return [
      text(drawable(name, NAME_MAX), { x: 20, y: y + 20, 'font-size': 20, fill: ink.bright }),
      ...cells.map((cell, at) =>
        element('rect', { x: left + at * width, y, width: width - 3, height: 24, rx: 3, fill: colour(cell) }),
      ),
    ];
  });
  const last = { x: 20, y: top + 50 + strips.length * ROW, 'font-size': 20, fill: ink.quiet };
  return [
    text('By service', { x: 20, y: top + 14, 'font-size': 23, fill: ink.quiet }),
    ...rows,
    ...(more > 0 ? [text(`and ${more} more`, last)] : []),
  ];
}

import { fileURLToPath } from 'node:url';

/** Enough for a phone's narrow, dense screen; more would only hold up the event loop while it is packed. */
const ZOOM = 1.5;

/**
 * An SVG as a PNG of one and a half times its size, the same on every machine: in the one font that comes with the bot.
 * Drawn on another thread; packing it takes this one some 30 ms. Null where there is no build for this platform.
 */
export async function pngOf(svg: string): Promise<Buffer | null> {
  // Not before the first picture: its native part takes its memory, and not every platform has one.
  const resvg = await import('@resvg/resvg-js').catch(() => null);
  if (!resvg) return null;
  const font = import.meta.resolve('@expo-google-fonts/roboto-mono/400Regular/RobotoMono_400Regular.ttf');
  const image = await resvg.renderAsync(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: [fileURLToPath(font)],
      defaultFontFamily: 'Roboto Mono',
    },
    fitTo: { mode: 'zoom', value: ZOOM },
  });
  return image.asPng();
}

import { fileURLToPath } from 'node:url';

/** Sharp enough for a phone; more would only block the event loop longer while the PNG is encoded. */
const ZOOM = 1.5;

/**
 * An SVG as a PNG of one and a half times its size. It looks the same on every machine, since the font comes with the
 * bot. It is drawn on another thread; encoding takes this thread about 30 ms. Null if the renderer has no build for this
 * platform.
 */
export async function pngOf(svg: string): Promise<Buffer | null> {
  // Loaded with the first picture: its native part takes memory, and not every platform has one.
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

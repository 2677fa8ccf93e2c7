/** The facts of a metrics page about its process. */
export type ProcessMetrics = {
  /** label `revision` of the first `*_build_info` that has one */
  revision: string | null;
  /** `process_start_time_seconds`: seconds since the epoch */
  start: number | null;
};

/**
 * Reads Prometheus's text format 0.0.4 and OpenMetrics 1.0, which agree on what is wanted here.
 * @returns null if neither metric is there
 */
export function readPrometheus(text: string): ProcessMetrics | null {
  let revision: string | null = null;
  let start: number | null = null;
  for (const line of text.split('\n')) {
    if (/^(?:[a-zA-Z_:][\w:]*_)?build_info\s*\{/.test(line)) revision ??= labelOf(line, 'revision');
    const sample = /^process_start_time_seconds(?:\s|\{)/.test(line) ? valueOf(line) : null;
    start ??= sample;
  }
  return revision === null && start === null ? null : { revision, start };
}

// Sticky, so that a line without labels costs one pass however long it is.
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/y;

function labelOf(line: string, wanted: string): string | null {
  LABEL.lastIndex = line.indexOf('{') + 1;
  for (let match = LABEL.exec(line); match; match = LABEL.exec(line)) {
    const [, name, value = ''] = match;
    if (name === wanted)
      return value.replaceAll(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return null;
}

function valueOf(line: string): number | null {
  const value = Number(/^\w+(?:\{[^}]*\})?\s+(\S+)/.exec(line)?.[1]);
  return Number.isFinite(value) ? value : null;
}

import { withinDeadline } from './deadline.ts';

type Flight = { work: Promise<unknown>; waiting: number; controller: AbortController };

/** Joins the running work of the same key, or starts it. */
export type Share = (
  key: string,
  deadline: AbortSignal,
  start: (signal: AbortSignal) => Promise<unknown>,
) => Promise<unknown>;

/**
 * Concurrent callers with the same request share one answer. Each gives up at its own deadline with a `timeout` that names
 * `who`; the work is aborted when the last one gives up.
 */
export function createSingleFlight(who: string): Share {
  const flights = new Map<string, Flight>();

  function launch(key: string, start: (signal: AbortSignal) => Promise<unknown>): Flight {
    const controller = new AbortController();
    const flight = { work: start(controller.signal), waiting: 0, controller };
    flights.set(key, flight);
    return flight;
  }

  return async function share(key, deadline, start) {
    const flight = flights.get(key) ?? launch(key, start);
    flight.waiting += 1;
    try {
      return await withinDeadline(flight.work, deadline, who);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        if (flights.get(key) === flight) flights.delete(key);
        flight.controller.abort();
      }
    }
  };
}

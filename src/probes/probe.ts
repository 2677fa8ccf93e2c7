import type { Machine, Service } from '../inventory/manifest.ts';
import type { Observation } from '../facts/observation.ts';

/** A machine with the services whose facts are wanted from it. Serialisable, so that it can be sent to a worker. */
export type Target = { machine: Machine; services: Service[] };

/** What one fragment printed. `status` is the fragment's exit status; `truncated` says that output was dropped at the cap. */
export type Section = { output: string; status: number; truncated: boolean };

/**
 * Reads one kind of fact from a machine. All fragments of a machine travel in one script (script.ts), each in
 * its own section with its own deadline, which belongs to run.ts.
 */
export type MachineProbe<Value> = {
  name: string;
  /** Does this service need the fact? If so, it is unknown when the fact could not be seen. */
  wanted(service: Service, machine: Machine): boolean;
  /**
   * POSIX sh for the services that want the fact. It runs in a subshell with stdin from /dev/null, `LC_ALL=C`
   * and stderr dropped; it must work with GNU, busybox and BSD tools. Every manifest text in it goes through `quote()`.
   */
  fragment(target: Target): string;
  /** Never throws: what it cannot read is a `malformed` or `unsupported` observation. */
  parse(section: Section, target: Target): Observation<Value>;
  /** Its fragment reads one thing after the other, and gives up the one that it is at when it gets USR1 (script.ts). */
  inTurn?: true;
  /** Its texts are not substrings of the section, which they would keep in memory. */
  ownTexts?: true;
};

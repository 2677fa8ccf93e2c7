import { sshClient } from '../bot/ssh-access.ts';
import { wire } from '../bot/wire.ts';
import { emptyMemory } from '../bot/memory.ts';
import { runDoctor } from '../cli/doctor.ts';
import type { DoctorOptions } from '../cli/program.ts';
import type { OpenState } from '../doctor/check.ts';
import { doctorContext } from '../doctor/context.ts';
import { readEnv } from '../env/env.ts';
import { holderOf } from '../store/lease-record.ts';
import { openState } from '../store/open/open.ts';
import { write } from './write.ts';

/** `driftwatch doctor`. @returns the exit code */
export async function doctor({ manifest, format }: DoctorOptions): Promise<number> {
  const given = readEnv();
  const env = { ...given, manifestPath: manifest ?? given.manifestPath };
  const { clients, close } = wire(env, emptyMemory(), {});
  const acts = env.sshActionUser !== null || env.sshActionKeyPath !== null;
  const actionSsh = acts ? sshClient({ ...env, sshKeyPath: env.sshActionKeyPath ?? env.sshKeyPath }) : null;
  const { ssh, http, repository, sites } = clients;
  try {
    const context = await doctorContext(env, { ssh, actionSsh, http, repository, sites }, openForDoctor);
    return await runDoctor(context, format, write);
  } finally {
    actionSsh?.close();
    await close();
  }
}

/** Opens the store and reads who holds it, without taking the lease. */
async function openForDoctor(stateUrl: string, now: () => number): Promise<OpenState> {
  const state = await openState(stateUrl, now);
  async function holder() {
    const held = await state.peek('lease');
    return held === null ? null : holderOf(held);
  }
  return { keyv: (namespace) => state.keyv(namespace), holder, close: () => state.close() };
}

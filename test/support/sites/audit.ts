import { judge } from '../../../src/audit/pipeline.ts';
import { comparing } from '../../../src/comparison/index.ts';
import { observe } from '../../../src/probes/run.ts';
import type { Limits } from '../../../src/probes/limits.ts';
import type { SiteClient } from '../../../src/probes/site-client.ts';
import { clients, limits } from '../probes/run-scene.ts';
import { sitePlan } from './read.ts';

/** An audit of machines `box-0` … of a site: what it says of each machine's service, and its findings' types and sentences. */
export async function auditSite(sites: SiteClient, count = 1, over: Partial<Limits> = {}) {
  const plain = sitePlan(count);
  const endpoints = [{ interface: 'lan', url: 'http://127.0.0.1:1/health', from: 'bot' as const }];
  const services = plain.services.map((service) => ({ ...service, endpoints }));
  const plan = { ...plain, services, inventory: services };
  const seen = await observe(plan, clients({ sites }), { ...limits, ...over }, () => {});
  const { findings, services: states } = await judge(plan, seen, { comparing }, Date.now());
  return {
    states: states.map(({ status }) => status),
    found: findings.map(({ type, summary }) => `${type}: ${summary}`),
  };
}

import { seen } from '../../../../src/facts/observation.ts';
import { nowhere } from '../../../../src/facts/job.ts';
import type { Manifest, Service } from '../../../../src/inventory/manifest.ts';
import type { Reprobed } from '../../../../src/remediation/machine/reprobed.ts';
import type { SshCommand } from '../../../../src/clients/ssh/executor.ts';
import { aMachine, aService } from '../../facts/observed.ts';
import { containerText, idOf, neighbourRow, unitText } from '../guard-text.ts';
import { aManifest } from '../manifest.ts';
import { reprobedFrom } from '../reprobed.ts';
import { createWorld } from '../world.ts';

/** What stands behind a name on a machine, whatever the manifest says of it. */
type Thing = {
  /** how often it was replaced by another of the same name */
  age: number;
  image: string;
  command: 'its own' | 'another' | 'the bot’s';
  /** it needs the bot, or the bot needs it */
  tied: boolean;
  /** it works in the bot’s folder, by a link or a mount */
  inBotsFolder: boolean;
  /** the name is one of the bot’s unit */
  alias: boolean;
};

/** Its checkout: nothing in it gives the bot away. */
const botsFolder = '/srv/ledger';

const asExpected: Thing = {
  age: 0,
  image: 'app:1',
  command: 'its own',
  tied: false,
  inBotsFolder: false,
  alias: false,
};

/** The small fleet, a unit more, and a second machine that may be the first. */
export function aModelManifest(): Manifest {
  const { machines, services, ...rest } = aManifest();
  const relay = {
    name: 'relay',
    kind: 'stateless',
    risk_tier: 'LOW',
    machine: 'box',
    repo: null,
    systemd_unit: 'relay.service',
  } as const;
  const tail = aMachine({ name: 'tail', host: '100.64.0.5', user: 'knox' });
  const known = services.map((each) => (each.name === 'shiva' ? { ...each, checkout: botsFolder } : each));
  return { ...rest, machines: [...machines, tail], services: [...known, aService(relay)] };
}

/** What of a script differs from one act to the next: its last command, and what that is told. */
function acted(script: string): string {
  return script.slice(script.lastIndexOf('\nguard ') + 1);
}

/** A world over machines on which things are replaced, tied and renamed while nobody looks. */
export function createFleet() {
  const world = createWorld(aModelManifest());
  const fleet = {
    things: new Map<string, Thing>(),
    /** are box and tail one machine? */
    tailIsBox: 'no' as 'yes' | 'no' | 'nobody knows',
    /** the approvals that have left a mark there */
    marks: new Set<string>(),
    /** done to the machine just before the script that acts looks once more */
    late: null as (() => void) | null,
    /** of each run: what stood there in that moment, and whether it reached the bot */
    met: [] as { printed: string; reachesBot: boolean }[],
  };
  const thing = (name: string) => fleet.things.get(name) ?? asExpected;

  function change(name: string, over: Partial<Thing>): void {
    fleet.things.set(name, { ...thing(name), ...over });
  }

  /** What the guard prints of it. @param told its input: what nobody told it of is no folder of the bot's to it */
  function printed(name: string, told = `path ${botsFolder}\n`): string {
    const { age, image, command, tied, inBotsFolder, alias } = thing(name);
    const path = { 'its own': '/bin/serve', another: '/bin/other', 'the bot’s': '/opt/shiva/run' }[command];
    const claimed = inBotsFolder && told.includes(`path ${botsFolder}\n`);
    // By its own name: where that leads is told only of what the guard was given.
    const works = inBotsFolder ? '/mnt/ledger' : '/mnt/own';
    const places = claimed ? [`claimed ${botsFolder}`, 'all'] : ['all'];
    if (name.endsWith('.service')) {
      const id = alias ? 'teller.service' : name;
      const wants = tied ? ['Wants=shiva.service'] : [];
      const start = `ExecStart={ path=${path} ; argv[]=${path} ; ignore_errors=no`;
      return unitText(id, [start, `Description=${image}`, `WorkingDirectory=${works}`, ...wants], { places });
    }
    return containerText(name, {
      container: [
        `id "${idOf(`${name} ${age}`)}"`,
        `name "/${name}"`,
        `image "${image}"`,
        `path "${path}"`,
        'args []',
        'hostname "box"',
        `mount "${works}" "/data" rw`,
      ],
      'other containers': tied ? [neighbourRow('shiva')] : [],
      places,
    });
  }

  /** Would a restart of this on box reach the bot, by what is so on the machine? */
  function reachesBot(name: string): boolean {
    const { command, tied, inBotsFolder, alias } = thing(name);
    const shiva = world.manifest.services.find((each) => each.name === 'shiva');
    const here = shiva?.machine !== 'tail' || fleet.tailIsBox !== 'no';
    const named = [shiva?.docker_service, shiva?.systemd_unit, `${shiva?.systemd_unit}.service`].includes(
      name,
    );
    return command === 'the bot’s' || tied || alias || (here && (named || inBotsFolder));
  }

  function reprobe(manifest: Manifest, service: Service): Reprobed {
    const found = reprobedFrom(world, service);
    const unit = service.systemd_unit;
    const job = { ...nowhere, manager: 'systemd', name: unit ?? '', loaded: true, domain: 'system' } as const;
    const elsewhere = manifest.services.some(({ name, machine }) => name === 'shiva' && machine === 'tail');
    const asked = elsewhere && service.machine !== 'tail';
    return {
      ...found,
      neighbours: found.neighbours.filter(
        ({ machine }) => machine === service.machine || fleet.tailIsBox === 'yes',
      ),
      findings: found.findings.map((each) =>
        unit === null ? each : { ...each, type: 'job_failed' as const },
      ),
      facts: unit === null ? found.facts : { ...found.facts, jobs: seen({ [service.name]: seen(job) }) },
      twins: {
        names: asked && fleet.tailIsBox === 'yes' ? ['tail'] : [],
        uncertain:
          asked && fleet.tailIsBox === 'nobody knows' ? 'whether tail is box could not be seen' : null,
      },
    };
  }

  world.lastLook = (command: SshCommand, name: string) => {
    fleet.late?.();
    fleet.late = null;
    const told = acted(String(command.input));
    const now = printed(name, told).split('== end')[0] ?? '';
    const approved = told.split('\n').filter((line) => line.startsWith('seen '));
    const expected = approved
      .map((line) => line.slice(5))
      .join('\n')
      .replace(/\n?== end$/, '\n');
    if (now !== expected) return 'driftwatch changed container\n';
    const once = /^once (.+)$/m.exec(told)?.[1] ?? '';
    if (fleet.marks.has(once)) return 'driftwatch ran before\n';
    fleet.marks.add(once);
    fleet.met.push({ printed: printed(name), reachesBot: reachesBot(name) });
    return null;
  };

  function start() {
    const { generation } = world;
    return world.start({
      reprobe: async (manifest, service) => {
        world.step(generation);
        return reprobe(manifest, service);
      },
      queryMachine: async (_manifest, _machine, script) => {
        const told = acted(script);
        return printed(/^guard .* 'restart' '([^']*)'/m.exec(told)?.[1] ?? '', told);
      },
    });
  }

  return { world, fleet, thing, change, printed, start };
}

export type Fleet = ReturnType<typeof createFleet>;

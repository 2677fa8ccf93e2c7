import type { Service } from '../inventory/manifest.ts';
import { quotable } from '../observed-text.ts';
import { ownedBy } from './file-owner.ts';
import { fileReadings, hostFiles, pathText } from './file-reading.ts';
import type { FileReading } from './file-reading.ts';
import type { Gap, Rule, Situation } from './rule.ts';

/** Every file and folder that the manifest has watched was seen. */
export const unseenFiles: Rule = {
  name: 'unseen-files',
  types: [],
  when: 'full_audit',
  judge: (situation) => ({
    gaps: situation.services.flatMap((service) => [
      ...insideContainer(service),
      ...unasked(situation, service),
      ...fileReadings(situation, service).flatMap((reading) => gapsOf(service, reading)),
      ...unsearched(situation, service),
    ]),
  }),
};

const notYet = 'files inside containers are not read yet';

function insideContainer(service: Service): Gap[] {
  const files = service.files.filter((file) => file.in === 'container');
  const folders = service.docker_service === null ? [] : service.scan;
  return [
    ...files.map(({ path }) => gap(service, `file ${path} in its container`, notYet)),
    ...folders.map((path) => gap(service, `scan of ${path} in its container`, notYet)),
  ];
}

/** A fact that was asked for and not seen as a whole is probe-failed's; one that nobody asked for is in no report. */
function unasked(situation: Situation, service: Service): Gap[] {
  const facts = situation.observations.machines[service.machine]?.facts;
  const files = hostFiles(service).length > 0 && !facts?.files;
  const scans = service.scan.length > 0 && service.docker_service === null && !facts?.scans;
  return [
    ...(files ? [gap(service, `files of ${service.machine}`, 'not read')] : []),
    ...(scans ? [gap(service, `scans of ${service.machine}`, 'not read')] : []),
  ];
}

function gapsOf(service: Service, { file, seen }: FileReading): Gap[] {
  const path = pathText(file.path);
  if (!seen.ok) return [gap(service, `file ${path}`, seen.detail)];
  if (seen.value === null) return [];
  const { sha256, type } = seen.value;
  const untold = file.owner !== undefined && ownedBy(seen.value, file.owner) === 'untold';
  const unhashed = file.sha256 !== undefined && type === 'regular' && !sha256?.ok;
  return [
    ...(untold ? [gap(service, `owner of ${path}`, 'its name cannot be told: give the number')] : []),
    ...(unhashed
      ? [gap(service, `content of ${path}`, sha256?.ok === false ? sha256.detail : 'not read')]
      : []),
  ];
}

function unsearched(situation: Situation, service: Service): Gap[] {
  const scans = situation.observations.machines[service.machine]?.facts.scans;
  if (!scans?.ok || service.docker_service !== null) return [];
  return service.scan.flatMap((folder) => {
    const scan = scans.value[folder];
    if (!scan?.ok) return [gap(service, `scan of ${pathText(folder)}`, scan?.detail ?? 'not read')];
    const { rest } = scan.value;
    return rest?.ok === false ? [gap(service, `scan of ${pathText(folder)}`, rest.detail)] : [];
  });
}

function gap(service: Service, fact: string, detail: string): Gap {
  return { service: service.name, fact, detail: quotable(detail, 300) };
}

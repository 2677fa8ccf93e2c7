import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import { ownedBy } from '../../readings/files/file-owner.ts';
import { declaredIn, fileReadings, pathText, scanReadings } from '../../readings/files/file-reading.ts';
import type { FileReading } from '../../readings/files/file-reading.ts';
import { releaseOf, repositoryFileOf } from '../../readings/git/release-of.ts';
import type { ServiceGap, ServiceRule, Situation } from '../../rule.ts';

/** Every file and folder of the manifest was seen. */
export const unseenFiles: ServiceRule = {
  name: 'unseen-files',
  types: [],
  when: 'full_audit',
  judgeService: (situation, service) => ({
    gaps: [
      ...insideContainer(situation, service),
      ...unasked(situation, service),
      ...fileReadings(situation, service).flatMap((reading) => gapsOf(reading)),
      ...uncompared(situation, service),
      ...unsearched(situation, service),
    ],
  }),
};

/** Containers of one service that could not be read. If none could, probe-failed reports it. */
function insideContainer(situation: Situation, service: Service): ServiceGap[] {
  const files = declaredIn(service, 'container');
  if (service.docker_service === null)
    return files.map(({ path }) =>
      gap(`file ${pathText(path)} in its container`, 'the manifest gives it no docker_service'),
    );
  if (files.length === 0 && service.scan.length === 0) return [];
  const fact = situation.observations.machines[service.machine]?.facts.container_files;
  if (fact?.ok === false) return [];
  const own = fact?.value[service.name];
  return own?.ok ? [] : [gap('files in its container', own?.detail ?? 'not read')];
}

/** Single items that were not seen. probe-failed reports a whole section; items outside the manifest are not reported. */
function unasked(situation: Situation, service: Service): ServiceGap[] {
  const facts = situation.observations.machines[service.machine]?.facts;
  const files = declaredIn(service, 'host').length > 0 && !facts?.files;
  const scans = service.scan.length > 0 && service.docker_service === null && !facts?.scans;
  return [
    ...(files ? [gap(`files of ${service.machine}`, 'not read')] : []),
    ...(scans ? [gap(`scans of ${service.machine}`, 'not read')] : []),
  ];
}

function gapsOf({ file, container, seen }: FileReading): ServiceGap[] {
  const path = () => pathText(file.path, container);
  if (!seen.ok) return [gap(`file ${path()}`, seen.detail)];
  if (seen.value === null) return [];
  const { sha256, type } = seen.value;
  const untold = file.owner !== undefined && ownedBy(seen.value, file.owner) === 'untold';
  const described = file.sha256 !== undefined || file.repo_path !== undefined;
  const unhashed = described && type === 'regular' && !sha256?.ok;
  return [
    ...(untold ? [gap(`owner of ${path()}`, 'the machine has no name for its owner: give the number')] : []),
    ...(unhashed ? [gap(`content of ${path()}`, sha256?.ok === false ? sha256.detail : 'not read')] : []),
  ];
}

/** Files that could not be read from the repository. If nothing of it was read, probe-failed reports it. */
function uncompared(situation: Situation, service: Service): ServiceGap[] {
  const paths = new Set(service.files.flatMap(({ repo_path }) => repo_path ?? []));
  return [...paths].flatMap((path) => {
    const seen = repositoryFileOf(situation, service, path);
    if (seen?.ok && seen.value !== null) return [];
    const detail = seen?.ok
      ? `the head of ${service.branch} has no such file: correct repo_path`
      : (seen?.detail ?? 'the repository was not read');
    const fact = `${pathText(path)} of its repository`;
    const whole = releaseOf(situation, service);
    return [{ ...gap(fact, detail), ...(whole?.ok === false ? { lost_with: 'repository' } : {}) }];
  });
}

function unsearched(situation: Situation, service: Service): ServiceGap[] {
  return scanReadings(situation, service).flatMap(({ folder, container, scan }) => {
    const problem = scan.ok ? scan.value.rest : scan;
    return problem?.ok === false ? [gap(`scan of ${pathText(folder, container)}`, problem.detail)] : [];
  });
}

function gap(fact: string, detail: string): ServiceGap {
  return { of: 'files', fact, detail: quotable(detail, 300) };
}

import type { Service } from '../inventory/manifest.ts';
import type { Gap, Rule } from './rule.ts';

/** Every file and folder that the manifest has watched was seen. */
export const unseenFiles: Rule = {
  name: 'unseen-files',
  types: [],
  when: 'full_audit',
  judge: (situation) => ({
    gaps: situation.services.flatMap((service) => insideContainer(service)),
  }),
};

const detail = 'files inside containers are not read yet';

function insideContainer(service: Service): Gap[] {
  const files = service.files.filter((file) => file.in === 'container');
  const folders = service.docker_service === null ? [] : service.scan;
  return [
    ...files.map(({ path }) => ({ service: service.name, fact: `file ${path} in its container`, detail })),
    ...folders.map((path) => ({ service: service.name, fact: `scan of ${path} in its container`, detail })),
  ];
}

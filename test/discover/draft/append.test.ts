import {
  chmodSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendToFile } from '../../../src/discover/draft/append-file.ts';
import { appendJson } from '../../../src/discover/draft/append-json.ts';
import { appendYaml } from '../../../src/discover/draft/append-yaml.ts';
import { readManifest } from '../../../src/inventory/load.ts';
import { seen } from '../../../src/facts/observation.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aJob, aSurvey } from '../../support/discover/builders.ts';
import { draftFrom } from '../../support/discover/draft-scene.ts';

const draft = draftFrom(aSurvey({ jobs: seen([aJob()]) }), { taken: ['feeder'] });
const addition = { draft, machineIsThere: false };

const manifest = `# the fleet, by hand
machines: # all of them
  mini: { host: 10.0.0.1,   user: knox }   # under the desk

defaults: &d
  risk_tier: LOW

# what runs
services:
- name: "feeder"   # quoted
  machine: mini
  health_url: 'http://10.0.0.1:1/health'

# the last one
- {name: other, machine: mini}
  # of the last one

# what people may do
policy:
  four_eyes: false # for now
`;

describe('what is added to a manifest', () => {
  it('stands at the end of its lists, and every line that was there stays', () => {
    const written = appendYaml(manifest, addition);
    const added = written.split('\n').filter((line) => !manifest.split('\n').includes(line));
    const kept = written.split('\n').filter((line) => !added.includes(line) && line !== '');
    expect(kept).toEqual(manifest.split('\n').filter((line) => line !== ''));
    expect(added[0]).toBe('  tesseract: { host: 192.168.1.150, user: knox }');
    expect(written).toContain('\n- name: feeder-tesseract # feeder is taken\n');
    expect(written.indexOf('name: other')).toBeLessThan(written.indexOf('feeder-tesseract #'));
    expect(written.indexOf('of the last one')).toBeLessThan(written.indexOf('feeder-tesseract #'));
    expect(written.indexOf('feeder-tesseract #')).toBeLessThan(written.indexOf('# what people'));
  });

  it.each([
    ['no machines yet', 'services:\n  - { name: a, machine: m, host: 10.0.0.1, risk_tier: LOW }\n'],
    [
      'empty machines',
      'machines:\nservices:\n    - name: a\n      machine: m\n      host: 10.0.0.1\n      risk_tier: LOW\n',
    ],
    ['a list in brackets', 'services: [{ name: a, machine: m, host: 10.0.0.1, risk_tier: LOW }]\n'],
    [
      'no last newline, and CRLF',
      'services:\r\n  - name: a\r\n    machine: m\r\n    host: 10.0.0.1\r\n    risk_tier: LOW',
    ],
    [
      'anchors and merges',
      'defaults: &d { risk_tier: LOW }\nservices:\n  - { <<: *d, name: a, machine: m, host: 10.0.0.1 }\n',
    ],
  ])('fits a manifest with %s', async (_, text) => {
    const path = join(await testFolder(), 'manifest.yaml');
    writeFileSync(path, text);
    await appendToFile(path, text, addition);
    const { manifest: read, problems } = await readManifest(path);
    expect(problems).toBeNull();
    expect(read?.services.map(({ name, machine }) => [name, machine])).toEqual([
      ['a', 'm'],
      ['feeder-tesseract', 'tesseract'],
    ]);
  });

  it('keeps the keys, order and indentation of a JSON manifest', () => {
    const text =
      '{\n\t"services": [\n\t\t{ "name": "a", "machine": "m", "host": "10.0.0.1", "risk_tier": "LOW" }\n\t],\n\t"policy": { "four_eyes": false }\n}\n';
    const written = appendJson(text, addition);
    expect(Object.keys(JSON.parse(written))).toEqual(['services', 'policy', 'machines']);
    expect(JSON.parse(written)).toMatchObject({
      services: [{ name: 'a' }, { name: 'feeder-tesseract', systemd_unit: 'feeder.service' }],
      policy: { four_eyes: false },
      machines: { tesseract: { host: '192.168.1.150', user: 'knox' } },
    });
    expect(written).toMatch(/^\{\n\t"services"[^]*\}\n$/);
  });

  it('replaces the file in one step, with its mode, behind a link, and leaves nothing beside it', async () => {
    const folder = await testFolder();
    const path = join(folder, 'real.yaml');
    writeFileSync(path, manifest);
    chmodSync(path, 0o640);
    symlinkSync('real.yaml', join(folder, 'link.yaml'));
    const inode = statSync(path).ino;
    await appendToFile(join(folder, 'link.yaml'), manifest, addition);
    expect(lstatSync(join(folder, 'link.yaml')).isSymbolicLink()).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(path).ino).not.toBe(inode);
    expect(readdirSync(folder).toSorted()).toEqual(['link.yaml', 'real.yaml']);
    expect((await readManifest(path)).problems).toBeNull();
  });

  it.each([
    [
      'would be refused',
      'defaults: { host: 10.9.9.9 }\nservices:\n  - { name: a, machine: m, risk_tier: LOW }\n',
      /was not changed: with the additions/,
    ],
    ['has no plain list of services', 'x: &s [{ name: a }]\nservices: *s\n', /not plain lists/],
  ])('leaves a manifest alone that %s', async (_, text, message) => {
    const folder = await testFolder();
    const path = join(folder, 'manifest.yaml');
    writeFileSync(path, text);
    await expect(appendToFile(path, text, addition)).rejects.toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['manifest.yaml']);
  });

  it('leaves a manifest alone that somebody changed meanwhile', async () => {
    const path = join(await testFolder(), 'manifest.yaml');
    writeFileSync(path, `${manifest}# one more\n`);
    await expect(appendToFile(path, manifest, addition)).rejects.toThrow(/was changed meanwhile/);
    expect(readFileSync(path, 'utf8')).toBe(`${manifest}# one more\n`);
  });
});

import { describe, expect, it } from 'vitest';
import { nameOfProgram } from '../../../src/discover/find/name-of-program.ts';

const at = (path: string) => [{ path, origin: null, branch: 'main', default_branch: null }];

describe('the name of what runs by hand', () => {
  it.each<[path: string, folder: string, name: string, served?: boolean]>([
    ['indexer.js', '/home/knox/app', 'indexer'],
    ['server.js', '/home/knox/shop', 'shop'],
    ['server.js', '/srv/shop/current', 'shop'],
    // A home names a person: all that runs from it would be this one service.
    ['server.js', '/home/knox/app', 'app-server'],
    ['server.js', '/Users/knox/backend', 'backend-server'],
    ['server.js', '/root/app', 'app-server'],
    ['server.js', '/home/knox', 'knox-server'],
    // A bare `server` is anybody's server.js.
    ['server.js', '/srv/app', 'app-server'],
    ['gunicorn', '/home/knox/api', 'api-gunicorn', true],
  ])('%s in %s is %s', (path, folder, name, served = false) => {
    expect(nameOfProgram({ path, served }, folder, at(folder))).toBe(name);
  });
});

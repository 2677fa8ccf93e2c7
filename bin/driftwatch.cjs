#!/usr/bin/env node
'use strict';
// Starts what was built; in a checkout, the sources. An old Node has to read this as well, to say that it is too old.
const fs = require('fs');
const path = require('path');
const v8 = require('v8');

const root = path.join(__dirname, '..');
const isCheckout = fs.existsSync(path.join(root, 'src', 'main.ts'));

/** Why it cannot run here, and what to do; null where it can. */
function refusal() {
  const own = `this is Node ${process.versions.node}`;
  if (!isCheckout) return isAtLeast(22, 16) ? null : `Driftwatch needs Node 22.16 or newer; ${own}.`;
  // What npm ci --omit=dev leaves out is needed by the demo, and where the machine's own Node is too old.
  const needed = process.argv[2] === 'demo' || !isAtLeast(24, 0) ? 'rolldown' : 'commander';
  if (!fs.existsSync(path.join(root, 'node_modules', needed)))
    return `This checkout lacks its packages: run npm ci, without --omit=dev; ${own}. To run without them, install the package (docs/setup.md).`;
  if (isAtLeast(24, 0)) return null;
  return `A checkout runs on the Node 24 that npm ci put there; ${own}. Use npm start, npm run demo or npx --no driftwatch.`;
}

function isAtLeast(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Compiled code is run as it lies there: null where others may write the folder. */
function cacheFolder() {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const home = XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'));
  if (!home || !path.isAbsolute(home) || !process.getuid) return null;
  const folder = path.join(home, 'driftwatch');
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = fs.lstatSync(folder);
    const isOwn = found.isDirectory() && found.uid === process.getuid() && (found.mode & 0o022) === 0;
    return isOwn ? folder : null;
  } catch {
    return null;
  }
}

function start() {
  // An audit of 2000 services takes half of the memory so (npm run bench -- --scale).
  // A worker keeps nothing of what it reads: there the same costs a quarter of the processor time, and saves little.
  if (process.argv[2] !== 'worker') {
    v8.setFlagsFromString('--heap-growing-percent=20');
    v8.setFlagsFromString('--no-separate-gc-phases');
  }
  const cache = isCheckout || process.env.NODE_COMPILE_CACHE ? null : cacheFolder();
  if (cache !== null) require('module').enableCompileCache(cache);
  // Node 22 says at each start that node:sqlite is new there.
  const { emitWarning } = process;
  process.emitWarning = (warning, ...more) => {
    if (!/SQLite is an experimental feature/.test(String(warning)))
      emitWarning.call(process, warning, ...more);
  };
  void import(isCheckout ? '../src/main.ts' : '../dist/main.js');
}

const why = refusal();
if (why === null) start();
else {
  process.stderr.write(`${why}\n`);
  process.exitCode = 3;
}

'use strict';
// After npm ci in a checkout: prints one line if the machine's own Node is older than the one that the checkout uses. .npmrc
// stops npm from printing it for each package.
const own = /node\/v((\d+)\.\S+)/.exec(process.env.npm_config_user_agent || '');
if (own && Number(own[2]) < 24)
  process.stderr.write(
    `This machine has Node ${own[1]}. In this checkout npm run, npm start, npm test and npx use the Node 24 in node_modules.\n`,
  );

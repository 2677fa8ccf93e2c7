'use strict';
// After npm ci in a checkout: one line where the machine's own Node is older than what the checkout runs on. .npmrc keeps
// npm from saying it of each package.
const own = /node\/v((\d+)\.\S+)/.exec(process.env.npm_config_user_agent || '');
if (own && Number(own[2]) < 24)
  process.stderr.write(
    `This machine has Node ${own[1]}. In this checkout npm run, npm start, npm test and npx use the Node 24 in node_modules.\n`,
  );

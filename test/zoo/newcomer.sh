# A newcomer's machine: three git checkouts with a `node server.js` each, for a unit, for a shell and for npm start.
set -eu
git config --global user.email newcomer@example.org
git config --global user.name newcomer
git config --global --add safe.directory '*'
for name in tiny small app; do
  mkdir -p "/home/deploy/$name"
  cd "/home/deploy/$name"
  cat >server.js <<'END'
process.on('uncaughtException', () => setInterval(() => {}, 1000)); // its port is taken: the second copy stays
const { createServer } = require('node:http');
createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status: 'ok' }));
}).listen(Number(process.env.PORT), '0.0.0.0');
END
  # npm titles itself so, and starts the script by a shell
  cat >npm.js <<'END'
process.title = 'npm start';
require('node:child_process')
  .spawn('sh', ['-c', 'node server.js'], { stdio: 'ignore' })
  .on('exit', () => process.exit());
END
  printf '{"name":"%s","scripts":{"start":"node server.js"}}\n' "$name" >package.json
  git init -q -b main
  git add -A
  git commit -q -m one
  cd /
  chown -R deploy "/home/deploy/$name"
done
cat >/etc/systemd/system/tiny-web.service <<'END'
[Service]
User=deploy
WorkingDirectory=/home/deploy/small
Environment=PORT=8202
ExecStart=/usr/bin/node server.js
[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --quiet tiny-web

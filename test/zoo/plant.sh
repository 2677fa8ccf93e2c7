# The healthy zoo: real programs as real units, under supervisord, runit, a manager like pm2, cron, and by hand.
set -eu
useradd --system app
put() { mkdir -p "$(dirname "$1")"; cat >"$1"; }
unit() {
  name=$1 run=$2
  shift 2
  { printf '[Service]\nUser=app\nExecStart=%s\n' "$run"; printf '%s\n' "$@"; printf '[Install]\nWantedBy=multi-user.target\n'; } |
    put "/etc/systemd/system/$name"
}

# Packaged programs, on ports of their own
sed -i 's/^Listen 80$/Listen 8081/' /etc/apache2/ports.conf
sed -i 's/^server.port .*/server.port = 8082/' /etc/lighttpd/lighttpd.conf
printf '[files]\npath = /srv\n' >/etc/rsyncd.conf

# Servers of Python's: one command line in two folders, and three programs of one virtual environment
for name in site other; do
  put /srv/$name/pages.py <<'END'
def app(environ, start):
    start('200 OK', [('content-type', 'application/json')])
    return [b'{"status": "ok"}']
END
done
mkdir -p /srv/site/venv/bin
ln -s /usr/bin/python3 /srv/site/venv/bin/python
printf 'home = /usr/bin\ninclude-system-site-packages = true\n' >/srv/site/venv/pyvenv.cfg
unit site.service '/usr/bin/gunicorn --workers 2 --bind unix:gunicorn.sock pages:app' WorkingDirectory=/srv/site
unit other.service '/usr/bin/gunicorn --workers 2 --bind unix:gunicorn.sock pages:app' WorkingDirectory=/srv/other
for name in worker beat; do
  put /srv/site/$name.py <<'END'
import time
time.sleep(86400)
END
  unit site-$name.service "/srv/site/venv/bin/python $name.py" WorkingDirectory=/srv/site
done
put /srv/quotes/asks.py <<'END'
async def app(scope, receive, send):
    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-type', b'application/json')]})
    await send({'type': 'http.response.body', 'body': b'{"status": "ok"}'})
END
unit quotes.service '/usr/bin/python3 -m uvicorn asks:app --host 0.0.0.0 --port 8101' WorkingDirectory=/srv/quotes
put /srv/mail/jobs.py <<'END'
from celery import Celery
app = Celery('jobs', broker='memory://')
END
unit mail.service '/usr/bin/python3 -m celery -A jobs worker --pool prefork --concurrency 2' WorkingDirectory=/srv/mail
unit files.service '/usr/bin/python3 -m http.server 8102' WorkingDirectory=/srv/files
mkdir -p /srv/files

# Node's, by the folder in which they stand
server() {
  put "$1" <<'END'
const { createServer } = require('node:http');
createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status: 'ok', uptime_seconds: process.uptime() }));
}).listen(Number(process.env.PORT), process.env.HOST || '0.0.0.0');
END
}
server /srv/shop/server.js
unit shop.service '/usr/bin/node server.js' WorkingDirectory=/srv/shop Environment=PORT=8103
server /srv/docs/server.js
unit docs-prod.service '/usr/bin/node server.js' WorkingDirectory=/srv/docs Environment=PORT=8104

# A shell that starts two programs in one unit, a master that forks away, an instance of a template, a oneshot
put /srv/duo/start.sh <<'END'
#!/bin/sh
python3 web.py &
python3 worker.py &
wait
END
chmod +x /srv/duo/start.sh
cp /srv/site/worker.py /srv/duo/web.py
cp /srv/site/worker.py /srv/duo/worker.py
unit duo.service /srv/duo/start.sh WorkingDirectory=/srv/duo
put /srv/forker/forker.py <<'END'
import os, time
if os.fork():
    os._exit(0)
os.fork()
time.sleep(86400)
END
unit forker.service '/usr/bin/python3 /srv/forker/forker.py' Type=forking
cp -r /srv/duo /srv/queue
unit queue@.service '/usr/bin/python3 /srv/queue/worker.py %i'
unit backup.service /bin/true Type=oneshot
printf '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n' | put /etc/systemd/system/backup.timer
unit firewall.service /bin/true Type=oneshot RemainAfterExit=yes
unit talk.service '/bin/sleep 1d'
printf '[Socket]\nListenStream=127.0.0.1:8105\n[Install]\nWantedBy=sockets.target\n' | put /etc/systemd/system/talk.socket

# Under managers: two programs of one folder each
cp -r /srv/duo /srv/crew
for name in web worker; do
  printf '[program:crew-%s]\ncommand=python3 %s.py\ndirectory=/srv/crew\nuser=app\n' $name $name |
    put /etc/supervisor/conf.d/crew-$name.conf
  printf '#!/bin/sh\ncd /srv/pair\nexec python3 %s.py\n' $name | put /srv/runit/pair-$name/run
  chmod +x /srv/runit/pair-$name/run
done
cp -r /srv/duo /srv/pair
unit runsvdir.service '/usr/bin/runsvdir -P /srv/runit' User=root
server /srv/bot-api/server.js
put /srv/god/god.js <<'END'
// As pm2's daemon does it: two of one script below itself, of one port, each titled by what it runs.
const cluster = require('node:cluster');
if (cluster.isPrimary) {
  process.title = 'PM2 v5.3.0: God Daemon (/home/app/.pm2)';
  cluster.fork();
  cluster.fork();
} else {
  process.title = 'node /srv/bot-api/server.js';
  process.chdir('/srv/bot-api');
  require('/srv/bot-api/server.js');
}
END
unit pm2-app.service '/usr/bin/node /srv/god/god.js' Environment=PORT=8106

# By hand: of a login that is gone, of tmux and of screen
server /srv/hand/server.js
hand() {
  folder=$1
  shift
  cd "$folder"
  HOST=127.0.0.1 PORT=8107 setsid setpriv --reuid app --regid app --clear-groups "$@" >/dev/null 2>&1 </dev/null &
  cd /
}
hand /srv/hand node server.js
mkdir -p /srv/panel /srv/reel
cp /srv/site/worker.py /srv/panel/panel.py
cp /srv/site/worker.py /srv/reel/reel.py
tmux new-session -d 'python3 /srv/panel/panel.py' >/dev/null 2>&1 </dev/null
screen -dmS reel python3 /srv/reel/reel.py >/dev/null 2>&1 </dev/null

# What only mentions a service, or is another program of its folder
titled() { setsid bash -c 'exec -a "$0" sleep 86400' "$1" >/dev/null 2>&1 </dev/null & }
titled '/watchtower shop --cleanup'
titled 'certbot renew --cert-name shop'
titled '/usr/bin/python3 -m pytest /srv/shop'
titled 'vector --config /etc/vector/shop.toml shop'
: >/var/log/shop.log
setsid tail -F /var/log/shop.log >/dev/null 2>&1 </dev/null &
cp /srv/site/worker.py /srv/site/cleanup.py
printf '* * * * * app cd /srv/site && exec flock -n /tmp/cleanup.lock python3 cleanup.py\n' | put /etc/cron.d/cleanup

chown -R app /srv
systemctl daemon-reload
own='site other site-worker site-beat quotes mail files shop docs-prod duo forker queue@1 queue@2 firewall talk.socket backup.timer runsvdir pm2-app'
systemctl enable --quiet $own rsync
# Of the port that another had at boot
systemctl reset-failed lighttpd apache2 nginx || true
# At boot all three want port 80, and any of them may get it.
systemctl restart apache2 lighttpd
systemctl start $own nginx rsync backup
systemctl restart supervisor

# npm ci && npm pack && docker build --build-arg GIT_SHA="$(git rev-parse HEAD)" --tag driftwatch .
# It holds only the package: the one npm pack made here, or a release's, copied next to this file.
# Any image with Node 24, npm and a POSIX shell works. git and ssh are installed from Alpine or Debian if missing.
# On Debian (node:24-slim) git needs Perl, and the image exceeds 250 MB.
# A tag can move. To pin what you reviewed, use the digest that your registry reports:
# --build-arg BASE=node:24-alpine@sha256:…, from docker buildx imagetools inspect node:24-alpine
ARG BASE=node:24-alpine

FROM ${BASE} AS package
WORKDIR /package
# This copies something even without a package, so that the next line can say what to do.
COPY LICENSE driftwatch-*.tgz ./
RUN set -- driftwatch-*.tgz; \
    { [ $# = 1 ] && [ -f "$1" ]; } || { echo "One driftwatch-*.tgz must lie beside the Dockerfile: npm ci && npm pack" >&2; exit 1; }; \
    npm install --prefix /app --global --ignore-scripts --no-audit --no-fund "./$1"
# A package packed before the commit in GIT_SHA would report the wrong commit.
ARG GIT_SHA=
RUN told=$(cat /app/lib/node_modules/driftwatch/dist/REVISION 2>/dev/null); \
    case "$GIT_SHA" in ''|"$told") ;; *) echo "The package is of ${told:-no commit that it knows}, not of $GIT_SHA: npm pack again" >&2; exit 1 ;; esac

FROM ${BASE}
# Run as the user who owns the mounted keys, since only the owner can read a private key. ssh needs that user to
# have a name.
ARG UID=1000
ARG GID=1000
RUN { command -v git && command -v ssh; } >/dev/null \
    || { command -v apk >/dev/null && apk add --no-cache git openssh-client ca-certificates; } \
    || { apt-get update -q \
      && apt-get install -q -y --no-install-recommends git openssh-client ca-certificates \
      && rm -rf /var/lib/apt/lists/*; }; \
    { grep -q "^[^:]*:[^:]*:$UID:" /etc/passwd || echo "driftwatch:x:$UID:$GID::/data:/bin/sh" >>/etc/passwd; } \
    && mkdir -p /data && chown "$UID:$GID" /data && chmod 700 /data && command -v git && command -v ssh
COPY --from=package /app/lib/node_modules/driftwatch /app
WORKDIR /app
# After the layers worth keeping in the build cache.
ARG GIT_SHA=
LABEL org.opencontainers.image.title=driftwatch \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.revision=$GIT_SHA
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-semi-space-size=4 \
    MALLOC_ARENA_MAX=1 \
    STATE_URL=sqlite:///data/driftwatch.sqlite \
    MANIFEST_PATH=/config/manifest.yaml \
    SSH_KNOWN_HOSTS_PATH=/keys/known_hosts
VOLUME /data
USER $UID:$GID
HEALTHCHECK --interval=20s --timeout=10s --start-period=60s --retries=3 \
    CMD ["node", "dist/healthcheck.js"]
# No shell in between: SIGTERM reaches the bot, which stops by itself within 5 s.
ENTRYPOINT ["node", "bin/driftwatch.cjs"]
CMD ["bot"]

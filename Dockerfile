# docker build --build-arg GIT_SHA="$(git rev-parse HEAD)" --tag driftwatch .
# Any image with Node 24, npm and a POSIX shell. git and ssh are installed, from Debian, where it lacks them.
# A tag moves. To build on what you have looked at, name its digest, which is your registry's to tell:
# --build-arg BASE=node:24-slim@sha256:…, from docker buildx imagetools inspect node:24-slim
ARG BASE=node:24-slim

FROM ${BASE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM ${BASE}
# The user who owns the mounted keys: a key that its owner alone may read is read by its owner alone. ssh wants that
# user to have a name.
ARG UID=1000
ARG GID=1000
RUN { command -v git && command -v ssh; } >/dev/null \
    || { apt-get update -q \
      && apt-get install -q -y --no-install-recommends git openssh-client ca-certificates \
      && rm -rf /var/lib/apt/lists/*; }; \
    { grep -q "^[^:]*:[^:]*:$UID:" /etc/passwd || echo "driftwatch:x:$UID:$GID::/data:/bin/sh" >>/etc/passwd; } \
    && mkdir -p /data && chown "$UID:$GID" /data && chmod 700 /data && command -v git && command -v ssh
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
# .dockerignore lets nothing in but the program.
COPY . .
# Below the layers that are worth keeping in the build cache.
ARG GIT_SHA=
RUN echo "$GIT_SHA" >REVISION
LABEL org.opencontainers.image.title=driftwatch \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.revision=$GIT_SHA
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    STATE_URL=sqlite:///data/driftwatch.sqlite \
    MANIFEST_PATH=/config/manifest.yaml \
    SSH_KNOWN_HOSTS_PATH=/keys/known_hosts
VOLUME /data
USER $UID:$GID
HEALTHCHECK --interval=20s --timeout=10s --start-period=60s --retries=3 \
    CMD ["node", "packaging/healthcheck.ts"]
# No shell in between: SIGTERM reaches the bot, which ends by itself within 5 s.
ENTRYPOINT ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "--no-separate-gc-phases", "src/main.ts"]
CMD ["bot"]

# A node of hearsay: `docker run hearsay seed 5000`, `docker run hearsay peer 6000 --config /etc/hearsay/config.txt`.
FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
# The copy of ping has no file capabilities. Without NET_RAW, which a hardened container lacks, a program that has them cannot even
# start; unprivileged ICMP needs none, only the sysctl net.ipv4.ping_group_range.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends iputils-ping \
  && rm -rf /var/lib/apt/lists/* \
  && cp --no-preserve=all "$(command -v ping)" /usr/local/bin/ping \
  && chmod 755 /usr/local/bin/ping
WORKDIR /opt/hearsay
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
RUN chmod 755 dist/cli/main.js \
  && ln -s /opt/hearsay/dist/cli/main.js /usr/local/bin/hearsay \
  && install --directory --owner=node --group=node /var/lib/hearsay
ENV NODE_ENV=production
USER node
# Where outputfile.txt is written.
WORKDIR /var/lib/hearsay
EXPOSE 5000 6000 9464
ENTRYPOINT ["hearsay"]
CMD ["--help"]

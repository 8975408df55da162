# The engine alone: Postgres (DATABASE_URL, required) and Redis (REDIS_URL, optional) are given to it.
#
#   docker build -t tallystick .
#   docker run -e DATABASE_URL=postgres://… tallystick node dist/src/edge/cli/migrate.js
#   docker run -e DATABASE_URL=postgres://… -p 50051:50051 tallystick

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded Postgres is an optional package of npm start; the compiler and its helpers need the other optional ones.
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY proto proto
COPY migrations migrations
COPY src src
RUN npm run build

FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional && npm cache clean --force

FROM node:20-bookworm-slim
ENV NODE_ENV=production GRPC_HOST=0.0.0.0 HTTP_HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY proto proto
USER node
EXPOSE 50051 8080
# Alive, not ready: Docker restarts what is unhealthy, and a restart mends neither Postgres nor missing rules; /health/ready is for balancers.
# The process handles SIGTERM itself, so no init is needed.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT || 8080}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "--max-semi-space-size=64", "--no-allocation-site-pretenuring", "--heap-growing-percent=100", "--no-parallel-scavenge", "dist/src/main.js"]

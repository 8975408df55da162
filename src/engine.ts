/** Starts one engine in this process. `main.ts` and tests call it alike. */
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { describeApi } from './edge/rest/admin/describe-api.js';
import { ProblemFilter } from './edge/rest/problem.js';
import type { ProcessEntry } from './jobs/simulate/run-simulations.js';
import { Lifecycle } from './lifecycle.js';
import type { Logger } from './telemetry/logger.js';
import { Metrics } from './telemetry/metrics.js';
import { NestLogger } from './telemetry/nest-logger.js';

/**
 * An idle HTTP connection stays open longer than proxies and client libraries keep theirs (a minute): who closes first must be the one
 * that sends, else a request meets a connection that is just being closed, and a POST is not repeated by itself.
 */
const HTTP_KEEP_ALIVE_MS = 75_000;

export interface Engine {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly metrics: Metrics;
  /** Drains and closes everything; safe to call twice. */
  stop(): Promise<void>;
}

/** `simulationProcess` only where Node cannot run the one beside the engine's own files, as in tests. */
export async function startEngine(config: Config, logger: Logger, simulationProcess?: ProcessEntry): Promise<Engine> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config, logger, simulationProcess), {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  const metrics = app.get(Metrics);
  app.use(helmet());
  app.useGlobalFilters(new ProblemFilter(logger, metrics));
  describeApi(app);
  const server = app.getHttpServer();
  server.keepAliveTimeout = HTTP_KEEP_ALIVE_MS;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= app.close());
  try {
    await app.listen(config.httpPort, config.httpHost);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  const address = server.address();
  const httpPort = typeof address === 'object' && address !== null ? address.port : config.httpPort;
  const grpcPort = app.get(Lifecycle).grpc.port;
  logger.info(
    { grpc: `${config.grpcHost}:${grpcPort}`, http: `${config.httpHost}:${httpPort}`, tls: config.tlsCertFile !== null },
    'started',
  );
  return { grpcPort, httpPort, metrics, stop };
}

/** The composition root: which parts an engine is made of, and what each is given. */
import { readFileSync } from 'node:fs';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { CheckoutDeps } from './checkout/deps.js';
import { Turns } from './checkout/turns.js';
import { Config, roleMapOf } from './config.js';
import { BatchEntity, SeriesEntity } from './coupons/series.entity.js';
import type { EnrolmentDeps } from './edge/grpc/enrolment-deps.js';
import { Gate } from './edge/grpc/gate.js';
import { GrpcServer } from './edge/grpc/grpc-server.js';
import { Pace } from './edge/grpc/pace.js';
import { AccessGuard } from './edge/rest/admin/access-guard.js';
import { BodyReader } from './edge/rest/body-reader.js';
import { adminControllers } from './edge/rest/admin/controllers.js';
import { AdminDeps } from './edge/rest/admin/deps.js';
import { FinanceController } from './edge/rest/finance.controller.js';
import { HealthController } from './edge/rest/health.controller.js';
import { JournalExportController } from './edge/rest/journal-export.controller.js';
import { MetricsController } from './edge/rest/metrics.controller.js';
import { Readiness } from './edge/rest/readiness.js';
import type { Settled } from './jobs/settle-due.js';
import { privateKeyOf } from './jobs/anchor/anchor-document.js';
import { startAnchoring } from './jobs/anchor/start-anchoring.js';
import { readStoredSale } from './jobs/recompute/read-stored-sales.js';
import { drawOfDay } from './jobs/simulate/draw-of-day.js';
import { PROCESS_ENTRY, runSimulations, type ProcessEntry } from './jobs/simulate/run-simulations.js';
import { startJobs } from './jobs/start-jobs.js';
import { startWork } from './jobs/work/start-work.js';
import { enrolMembers } from './ledger/enrol.js';
import { BulkPool } from './ledger/bulk-pool.js';
import { Ledger } from './ledger/ledger.js';
import { Lifecycle, type StartJobs } from './lifecycle.js';
import { UploadEntity, UploadLineEntity } from './members/upload.entity.js';
import { reportRules } from './report-rules.js';
import { Tokens } from './rulebook/access/tokens.js';
import { AdminSource } from './rulebook/admin-source.js';
import { LiveRulebook } from './rulebook/live-rulebook.js';
import { processesNow } from './telemetry/cluster-metrics.js';
import type { Logger } from './telemetry/logger.js';
import { LoopDelay } from './telemetry/loop-delay.js';
import { Metrics } from './telemetry/metrics.js';

/** What administration reads by TypeORM besides the rulebook's own. */
const memberEntities = [SeriesEntity, BatchEntity, UploadEntity, UploadLineEntity];

export const LOGGER = Symbol('Logger');
/** What the use cases work with; shared, so that calls and jobs wait for each other's turns. */
const CHECKOUT = Symbol('CheckoutDeps');
const JOBS = Symbol('Jobs');
/** Tokens of the OIDC issuer, or null. */
const TOKENS = Symbol('Tokens');
const SIMULATION_PROCESS = Symbol('program of simulations');

const BIND: readonly Provider[] = [
  { provide: Metrics, useFactory: () => new Metrics() },
  { provide: Ledger, inject: [Config, Metrics, LOGGER], useFactory: makeLedger },
  { provide: LiveRulebook, inject: [Config, Ledger, Metrics, LOGGER], useFactory: makeRulebook },
  { provide: CHECKOUT, inject: [Config, Ledger, LiveRulebook, Metrics], useFactory: makeCheckout },
  { provide: BulkPool, inject: [Config], useFactory: (config: Config) => new BulkPool(config) },
  { provide: JOBS, inject: [CHECKOUT, BulkPool, Config, Metrics, LOGGER, SIMULATION_PROCESS], useFactory: makeJobs },
  { provide: LoopDelay, inject: [Config, Metrics], useFactory: makeLoopDelay },
  { provide: GrpcServer, inject: [Config, CHECKOUT, Ledger, LiveRulebook, Metrics, LoopDelay, LOGGER], useFactory: makeGrpcServer },
  { provide: AdminSource, inject: [Config], useFactory: ({ databaseUrl }: Config) => new AdminSource(databaseUrl, memberEntities) },
  {
    provide: AdminDeps,
    inject: [Ledger, AdminSource, LiveRulebook, CHECKOUT, Config, BulkPool, TOKENS],
    useFactory: (
      ledger: Ledger,
      source: AdminSource,
      rulebook: LiveRulebook,
      checkout: CheckoutDeps,
      config: Config,
      bulk: BulkPool,
      tokens: Tokens | null,
    ) =>
      new AdminDeps(
        ledger.pool,
        source,
        rulebook,
        checkout,
        config,
        (saleId) => readStoredSale(ledger.pool, saleId),
        (programme) => drawOfDay(bulk.pool, programme, Date.now()),
        Date.now,
        bulk.pool,
        tokens,
      ),
  },
  { provide: TOKENS, inject: [Config, Metrics, LOGGER], useFactory: makeTokens },
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_INTERCEPTOR, useClass: BodyReader },
  { provide: Readiness, inject: [Config, Ledger, LiveRulebook, GrpcServer], useFactory: makeReadiness },
  {
    provide: Lifecycle,
    inject: [Ledger, LiveRulebook, Readiness, GrpcServer, JOBS, LOGGER],
    useFactory: (...parts: ConstructorParameters<typeof Lifecycle>) => new Lifecycle(...parts),
  },
];

@Module({})
export class AppModule {
  static of(config: Config, logger: Logger, simulationProcess: ProcessEntry = PROCESS_ENTRY): DynamicModule {
    return {
      module: AppModule,
      controllers: [MetricsController, HealthController, JournalExportController, FinanceController, ...adminControllers],
      providers: [
        { provide: Config, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: SIMULATION_PROCESS, useValue: simulationProcess },
        ...BIND,
      ],
    };
  }
}

function makeLedger(config: Config, metrics: Metrics, logger: Logger): Ledger {
  const stages = { read: metrics.stage.snapshot, post: metrics.stage.post };
  const ledger = new Ledger({
    databaseUrl: config.databaseUrl,
    lanes: config.lanes,
    batchMax: config.batchMax,
    queueMax: config.queueMax,
    queryTimeoutMs: config.queryTimeoutMs,
    connectTimeoutMs: config.connectTimeoutMs,
    readConnectionsMax: config.readConnectionsMax,
    onBatch: (what, size) => metrics.batch[what].observe(size),
    onAnswer: (what, ms) => stages[what].observe(ms / 1_000),
    onIdleError: (error) => logger.warn({ err: error }, 'an idle connection to Postgres broke'),
  });
  metrics.gauge('queue_depth', 'Requests that wait for a batch', () => ledger.waiting);
  metrics.connections(() => ledger.connections);
  return ledger;
}

function makeRulebook(config: Config, ledger: Ledger, metrics: Metrics, logger: Logger): LiveRulebook {
  const options = {
    redisUrl: config.redisUrl,
    namespace: config.redisNamespace,
    pollMs: config.rulesPollMs,
    compiledVersionsMax: config.ruleSetsMax,
  };
  const rulebook = new LiveRulebook(ledger.pool, options, reportRules(logger, metrics));
  metrics.gauge('rule_set_version', 'Rule set that is live in this engine; 0 for none', () => rulebook.status().version, 'min');
  metrics.gauge('rule_set_version_wanted', 'Rule set that should be live', () => rulebook.status().wantedVersion, 'max');
  metrics.gauge('price_revision', 'Price revision that is live in this engine; 0 for none', () => rulebook.status().priceRevision, 'min');
  metrics.gauge(
    'catalogue_revision',
    'Revision of the catalogue in force in this engine',
    () => rulebook.status().catalogueRevision,
    'min',
  );
  metrics.gauge('prices', 'Prices in memory', () => rulebook.status().prices, 'max');
  metrics.gauge('redis_up', '1 while Redis answers', () => Number(rulebook.status().redisUp), 'min');
  return rulebook;
}

function makeCheckout(config: Config, ledger: Ledger, rulebook: LiveRulebook, metrics: Metrics): CheckoutDeps {
  return {
    ledger,
    rulebook,
    clock: Date.now,
    limits: {
      holdTtlMsDefault: config.holdTtlMsDefault,
      holdTtlMsMax: config.holdTtlMsMax,
      clockAheadMsMax: config.clockAheadMsMax,
      clockBehindMsMax: config.clockBehindMsMax,
    },
    turns: new Turns(),
    onRetry: metrics.onRetry,
    onPriced: (ms) => metrics.stage.price.observe(ms / 1_000),
  };
}

function makeTokens(config: Config, metrics: Metrics, logger: Logger): Tokens | null {
  const { oidcIssuer: issuer, oidcAudience: audience } = config;
  if (issuer === null || audience === null) return null;
  return new Tokens({
    issuer,
    audience,
    jwksUrl: config.oidcJwksUrl,
    algorithms: config.oidcAlgorithms.split(','),
    leewayMs: config.oidcLeewayMs,
    rolesClaim: config.oidcRolesClaim,
    nameClaim: config.oidcNameClaim,
    storesClaim: config.oidcStoresClaim,
    campaignsClaim: config.oidcCampaignsClaim,
    roles: roleMapOf(config.oidcRoles) ?? new Map(),
    onAway: (message) => {
      metrics.issuerFailures.inc();
      logger.warn({ issuer, message }, 'the issuer of tokens does not answer; keys at hand are used');
    },
  });
}

const anchorKey = (file: string) => privateKeyOf(readFileSync(file, 'utf8'));

function makeJobs(
  checkout: CheckoutDeps,
  bulk: BulkPool,
  config: Config,
  metrics: Metrics,
  logger: Logger,
  simulationProcess: ProcessEntry,
): StartJobs {
  const options = {
    settleEveryMs: config.settleEveryMs,
    onSettled: ({ entries, holds }: Settled) => {
      metrics.settled.labels('entry').inc(entries);
      metrics.settled.labels('anonymous_hold').inc(holds);
    },
    onError: (error: unknown, id: string) => {
      metrics.faults.labels('settle').inc();
      logger.error({ err: error, id }, 'what time alone does could not be written down');
    },
  };
  const onAnchorError = (error: unknown): void => logger.error({ err: error }, 'the hash chains could not be anchored');
  const onWorkError = (error: unknown): void => {
    metrics.faults.labels('work').inc();
    logger.error({ err: error }, 'a step of work that was ordered failed, and is tried again');
  };
  const simulations = {
    databaseUrl: config.databaseUrl,
    atOnceMax: config.simulationsMax,
    receiptsMax: config.simulationReceiptsMax,
    cpuPercent: config.simulationCpuPercent,
    memoryMb: config.simulationMemoryMb,
    statementTimeoutMs: config.simulationQueryTimeoutMs,
    entry: simulationProcess,
    onError: (error: unknown) => logger.error({ err: error }, 'a simulation went wrong'),
  };
  return () => {
    const stopSettling = startJobs(checkout, options);
    const stopWork = startWork(checkout, bulk.pool, onWorkError);
    const stopSimulations = runSimulations(checkout.ledger.pool, simulations);
    const stopAnchoring =
      config.anchorKeyFile === null
        ? () => undefined
        : startAnchoring(checkout.ledger.pool, anchorKey(config.anchorKeyFile), onAnchorError);
    return async () => {
      stopAnchoring();
      await Promise.all([stopSettling(), stopWork(), stopSimulations()]);
    };
  };
}

function makeLoopDelay(config: Config, metrics: Metrics): LoopDelay {
  const delay = new LoopDelay(config.loopDelayMsMax);
  metrics.gauge('loop_delay_seconds', 'Mean delay of the event loop in the last quarter of a second', () => delay.delayMs / 1_000, 'max');
  metrics.gauge('strain', '1 while quotes are shed because the event loop is late, 2 while sales are too', () => delay.level, 'max');
  return delay;
}

function makeGrpcServer(
  config: Config,
  checkout: CheckoutDeps,
  ledger: Ledger,
  rulebook: LiveRulebook,
  metrics: Metrics,
  delay: LoopDelay,
  logger: Logger,
): GrpcServer {
  const enrolment: EnrolmentDeps = {
    enrolMembers: (members) => enrolMembers(ledger.pool, members),
    enrolProducts: (products) => rulebook.enrolProducts(products),
  };
  const pace = new Pace(config.callWaitMsMax);
  const gate = new Gate(config.callsMax, () => delay.level, pace);
  metrics.gauge('calls_in_work_max', 'Calls in work from which more are turned away, at the present pace', () => pace.callsMax);
  metrics.gauge('calls_in_work', 'gRPC calls that are being answered', () => gate.count);
  const authenticate = (key: string) => rulebook.terminals.authenticate(key);
  const server = new GrpcServer(config, { authenticate, limits: config, gate, logger, metrics }, checkout, enrolment);
  metrics.grpcConnections(() => server.connections.open);
  return server;
}

function makeReadiness(config: Config, ledger: Ledger, rulebook: LiveRulebook, grpc: GrpcServer): Readiness {
  const health = {
    pingDatabase: async () => void (await ledger.pool.query('SELECT 1')),
    rules: () => rulebook.status(),
    redis: () => (config.redisUrl === null ? 'off' : rulebook.status().redisUp ? 'up' : 'down'),
    processes: processesNow,
  } as const;
  return new Readiness(health, (ready) => grpc.setServing(ready));
}

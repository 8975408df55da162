/** The order in which an engine starts and stops. */
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { checkSchema } from './check-schema.js';
import type { GrpcServer } from './edge/grpc/grpc-server.js';
import type { Readiness } from './edge/rest/readiness.js';
import { setCalendar } from './jobs/periods/set-calendar.js';
import type { Ledger } from './ledger/ledger.js';
import type { LiveRulebook } from './rulebook/live-rulebook.js';
import type { Logger } from './telemetry/logger.js';

const READINESS_EVERY_MS = 1_000;
const CLOSE_MS_MAX = 1_000;

/** Starts what runs beside the calls; what it returns stops it. */
export type StartJobs = () => () => Promise<void>;

export class Lifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private stopJobs: (() => Promise<void>) | null = null;

  constructor(
    private readonly ledger: Ledger,
    private readonly rulebook: LiveRulebook,
    private readonly readiness: Readiness,
    readonly grpc: GrpcServer,
    private readonly startJobs: StartJobs,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await checkSchema(this.ledger.pool);
    await this.rulebook.start();
    const programme = this.rulebook.current()?.programme;
    if (programme !== undefined) await setCalendar(this.ledger.pool, programme.timeZone, null);
    await this.grpc.start();
    await this.readiness.follow(READINESS_EVERY_MS);
    this.stopJobs = this.startJobs();
  }

  /** Not ready, no new calls, calls in work to their end; HTTP still answers, so that an operator can watch. */
  async beforeApplicationShutdown(): Promise<void> {
    this.readiness.stop();
    const cutOff = await this.grpc.stop();
    if (cutOff > 0) this.logger.warn({ calls: cutOff }, 'calls in work were cut off: DRAIN_MS is over');
    await atMost(CLOSE_MS_MAX, this.stopJobs?.());
  }

  /** Nobody asks any more: connections go last. One that hangs in Postgres is left to the end of the process. */
  async onApplicationShutdown(): Promise<void> {
    await atMost(CLOSE_MS_MAX, this.rulebook.stop());
    await atMost(CLOSE_MS_MAX, this.ledger.close());
  }
}

async function atMost(ms: number, work: Promise<void> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

/** Whether this engine can sell: Postgres answers and a rule set is live. Redis is reported, and is no condition. */
export interface Health {
  /** Rejects when Postgres does not answer. */
  pingDatabase(): Promise<void>;
  /** 0 before the first publication. */
  ruleSetVersion(): number;
  /** `off` when none is configured. */
  redis(): 'up' | 'down' | 'off';
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly postgres: 'up' | 'down';
  readonly rule_set_version: number;
  readonly redis: 'up' | 'down' | 'off';
  readonly stopping: boolean;
}

export class Readiness {
  private stopping = false;
  private timer: NodeJS.Timeout | null = null;

  /** `announce` is told after every check. */
  constructor(
    private readonly health: Health,
    private readonly announce: (ready: boolean) => void,
  ) {}

  async check(): Promise<ReadinessReport> {
    const up = await this.health.pingDatabase().then(
      () => true,
      () => false,
    );
    const rule_set_version = this.health.ruleSetVersion();
    const ready = up && rule_set_version > 0 && !this.stopping;
    this.announce(ready);
    return { ready, postgres: up ? 'up' : 'down', rule_set_version, redis: this.health.redis(), stopping: this.stopping };
  }

  /** Checks now and then every `everyMs`, for those who watch grpc.health.v1. */
  async follow(everyMs: number): Promise<void> {
    await this.check();
    if (this.stopping) return;
    this.timer = setTimeout(() => void this.follow(everyMs), everyMs);
    this.timer.unref();
  }

  /** From now on the answer is no. */
  stop(): void {
    this.stopping = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.announce(false);
  }
}

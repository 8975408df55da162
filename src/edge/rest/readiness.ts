import { maskText } from '../../telemetry/mask.js';

/**
 * Whether this engine can sell: Postgres answers and a rule set is live. One that keeps an older set, because the wanted one does not
 * load or verify, sells on and stays ready: were it not, a bad set would take every engine out of service at once. It is `degraded`
 * then, and says why; and likewise while one of several processes is missing, since the others sell. Redis is reported, and is no condition.
 */
export interface Health {
  /** Rejects when Postgres does not answer. */
  pingDatabase(): Promise<void>;
  rules(): Rules;
  /** `off` when none is configured. */
  redis(): 'up' | 'down' | 'off';
  /** Of the engine: those that have started, and those there should be. */
  processes(): { readonly started: number; readonly wanted: number };
}

interface Rules {
  /** 0 before the first publication. */
  readonly version: number;
  readonly wantedVersion: number;
  /** Empty if nothing is wrong. */
  readonly lastError: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  /** It sells, and something is wrong: by an older rule set than the wanted one, without news from Postgres, or with fewer processes. */
  readonly degraded: boolean;
  readonly postgres: 'up' | 'down';
  readonly rule_set_version: number;
  readonly rule_set_version_wanted: number;
  readonly last_error: string;
  readonly redis: 'up' | 'down' | 'off';
  readonly processes: number;
  readonly processes_wanted: number;
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
    const { version, wantedVersion, lastError } = this.health.rules();
    const { started, wanted } = this.health.processes();
    const ready = up && version > 0 && !this.stopping;
    this.announce(ready);
    return {
      ready,
      degraded: ready && (version !== wantedVersion || lastError !== '' || started < wanted),
      postgres: up ? 'up' : 'down',
      rule_set_version: version,
      rule_set_version_wanted: wantedVersion,
      last_error: maskText(lastError),
      redis: this.health.redis(),
      processes: started,
      processes_wanted: wanted,
      stopping: this.stopping,
    };
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

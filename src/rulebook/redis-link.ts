import type { Redis } from 'ioredis';
import type { Announcer } from './announce.js';
import { createRedisClient } from './redis-client.js';
import { CHANGES, channelOf, type Change } from './redis-keys.js';

/** A Redis that takes longer is treated as away: Postgres answers instead. */
const COMMAND_TIMEOUT_MS = 500;

export interface RedisListener {
  onUp(): void;
  onDown(message: string): void;
  onChange(change: Change): void;
}

/** The engine's two connections to Redis: one for commands, one that hears announcements. Neither ever throws into the process. */
export class RedisLink {
  private readonly redis: Redis;
  private readonly subscriber: Redis;
  private stopped = false;
  private reported: 'up' | 'down' | null = null;
  private lastError = '';

  constructor(
    url: string,
    readonly namespace: string,
    private readonly listener: RedisListener,
  ) {
    this.redis = createRedisClient(url, COMMAND_TIMEOUT_MS);
    this.subscriber = createRedisClient(url, COMMAND_TIMEOUT_MS);
    for (const client of [this.redis, this.subscriber]) {
      client.on('error', (error: Error) => (this.lastError = error.message));
      client.on('close', () => this.report('down'));
    }
    this.redis.on('ready', () => this.report('up'));
    this.subscriber.on('ready', () => this.subscribe());
    this.subscriber.on('message', (_channel: string, change: string) => {
      const known = CHANGES.find((one) => one === change);
      if (known !== undefined) listener.onChange(known);
    });
  }

  /** Begins to connect and returns at once: an engine starts without Redis. */
  start(): void {
    for (const client of [this.redis, this.subscriber]) client.connect().catch(() => undefined);
  }

  up(): boolean {
    return this.reported === 'up';
  }

  /** Runs a piece of work on Redis; null when Redis is away, hangs or refuses it. A later success counts as being back. */
  async use<Result>(work: (to: Announcer) => Promise<Result>): Promise<Result | null> {
    if (this.redis.status !== 'ready') return null;
    try {
      const result = await work({ redis: this.redis, namespace: this.namespace });
      this.report('up');
      return result;
    } catch (error) {
      this.lastError = (error as Error).message;
      this.report('down');
      return null;
    }
  }

  stop(): void {
    this.stopped = true;
    this.redis.disconnect();
    this.subscriber.disconnect();
  }

  /** What was announced while the connection was away was not heard: look at everything once. */
  private subscribe(): void {
    this.subscriber.subscribe(channelOf(this.namespace)).then(
      () => CHANGES.forEach((change) => this.listener.onChange(change)),
      () => this.subscriber.disconnect(true),
    );
  }

  private report(state: 'up' | 'down'): void {
    if (this.stopped || this.reported === state) return;
    this.reported = state;
    if (state === 'up') this.listener.onUp();
    else this.listener.onDown(this.lastError === '' ? 'the connection was closed' : this.lastError);
  }
}

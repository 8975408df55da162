/** Engines for the tests of the rulebook: each a LiveRulebook with a pool of its own, and what it reported. */
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Announcer } from '../../src/rulebook/announce.js';
import { LiveRulebook } from '../../src/rulebook/live-rulebook.js';
import type { RulebookEvent } from '../../src/rulebook/rulebook.js';

export const POLL_MS = 200;

export interface Engine {
  readonly rulebook: LiveRulebook;
  readonly events: RulebookEvent[];
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly redisUrl?: string | null;
  readonly namespace?: string;
  readonly pollMs?: number;
}

export function pool(url: string): pg.Pool {
  const db = new pg.Pool({ connectionString: url, max: 4, query_timeout: 5_000 });
  db.on('error', () => undefined);
  return db;
}

export async function startEngine(databaseUrl: string, options: EngineOptions = {}): Promise<Engine> {
  const db = pool(databaseUrl);
  const events: RulebookEvent[] = [];
  const { redisUrl = null, namespace = 'test', pollMs = POLL_MS } = options;
  const rulebook = new LiveRulebook(db, { redisUrl, namespace, pollMs, compiledVersionsMax: 4 }, (event) => events.push(event));
  try {
    await rulebook.start();
  } catch (error) {
    await rulebook.stop();
    await db.end();
    throw error;
  }
  const stop = async () => {
    await rulebook.stop();
    await db.end();
  };
  return { rulebook, events, stop };
}

export async function connectAnnouncer(redisUrl: string, namespace = 'test'): Promise<Announcer & { close(): void }> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  await redis.ping();
  return { redis, namespace, close: () => redis.disconnect() };
}

/** A programme that differs from others by its name alone. */
export function programme(name: string): Record<string, unknown> {
  return { format: 'tallystick/1', id: 'test', name, currency: 'GBP', minorDigits: 2, pointScale: 0, timeZone: 'Europe/London', rules: [] };
}

/** Milliseconds until the condition holds; fails after the limit. */
export async function within(limitMs: number, condition: () => boolean): Promise<number> {
  const startedAt = performance.now();
  while (!condition()) {
    if (performance.now() - startedAt > limitMs) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return performance.now() - startedAt;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

import type { CheckoutDeps } from '../../checkout/deps.js';
import { Turns } from '../../checkout/turns.js';
import { loadCommandConfig } from '../../config.js';
import { servicesForCommand } from '../../embedded/services.js';
import { Ledger } from '../../ledger/ledger.js';
import { LiveRulebook } from '../../rulebook/live-rulebook.js';

/** The use cases for a command that works on the ledger directly, beside any engines. */
export async function withCheckout<T>(work: (deps: CheckoutDeps) => Promise<T>): Promise<T> {
  const services = await servicesForCommand(console.error);
  const config = loadCommandConfig(services.databaseUrl, services.redisUrl);
  const ledger = new Ledger(config);
  const options = { redisUrl: null, namespace: config.redisNamespace, pollMs: config.rulesPollMs, compiledVersionsMax: config.ruleSetsMax };
  const rulebook = new LiveRulebook(ledger.pool, options, () => undefined);
  try {
    await rulebook.refresh();
    return await work({ ledger, rulebook, turns: new Turns(), clock: Date.now, limits: config, onRetry: () => undefined });
  } finally {
    await rulebook.stop();
    await ledger.close();
    await services.stop();
  }
}

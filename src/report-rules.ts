import type { RulebookEvent } from './rulebook/rulebook.js';
import type { Logger } from './telemetry/logger.js';
import type { Metrics } from './telemetry/metrics.js';

/** What the rulebook tells while it lives, as log lines and counts. */
export function reportRules(logger: Logger, metrics: Metrics): (event: RulebookEvent) => void {
  return (event) => {
    const { kind, ...facts } = event;
    switch (kind) {
      case 'switched':
        return logger.info(facts, 'rule set is live');
      case 'compiled':
        metrics.compiled.observe(event.durationMs / 1_000);
        return logger.debug(facts, 'rule set compiled');
      case 'refused':
        metrics.ruleSetsRefused.labels(event.reason).inc();
        return logger.error(facts, 'rule set refused, the old one stays');
      case 'prices_loaded':
        return logger.debug(facts, 'a price list was read');
      case 'prices_switched':
        return logger.info(facts, 'prices are live');
      case 'catalogue_loaded':
        return logger.info(facts, 'the catalogue is live');
      case 'redis_repaired':
        metrics.redisRepaired.labels(event.reason).inc();
        return logger.warn(facts, 'Redis held another rule set than the published one; repaired');
      case 'redis_up':
        return logger.info('Redis answers');
      case 'redis_down':
        metrics.redisDowns.inc();
        return logger.warn(facts, 'Redis does not answer; new rules are found by polling Postgres');
      case 'sync_failed':
        metrics.syncFailures.labels(event.part).inc();
        return logger.warn(facts, 'rules, terminals, products or prices could not be compared with Postgres');
    }
  };
}

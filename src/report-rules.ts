import type { RulebookEvent } from './rulebook/rulebook.js';
import type { Logger } from './telemetry/logger.js';

/** What the rulebook tells while it lives, as log lines. */
export function reportRules(logger: Logger): (event: RulebookEvent) => void {
  return (event) => {
    const { kind, ...facts } = event;
    switch (kind) {
      case 'switched':
        return logger.info(facts, 'rule set is live');
      case 'compiled':
        return logger.debug(facts, 'rule set compiled');
      case 'refused':
        return logger.error(facts, 'rule set refused, the old one stays');
      case 'redis_repaired':
        return logger.warn(facts, 'Redis held another rule set than the published one; repaired');
      case 'redis_up':
        return logger.info('Redis answers');
      case 'redis_down':
        return logger.warn(facts, 'Redis does not answer; new rules are found by polling Postgres');
      case 'sync_failed':
        return logger.warn(facts, 'rules, terminals or products could not be compared with Postgres');
    }
  };
}

/** Nest's own log lines, as JSON like all others. What it says about its start is of interest to nobody but its developers. */
import type { Logger } from 'pino';

export class NestLogger {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug(String(message));
  }

  debug(message: unknown): void {
    this.logger.debug(String(message));
  }

  verbose(message: unknown): void {
    this.logger.trace(String(message));
  }

  warn(message: unknown): void {
    this.logger.warn(String(message));
  }

  error(message: unknown, stack?: unknown): void {
    this.logger.error(message instanceof Error ? { err: message } : { stack }, String(message));
  }

  fatal(message: unknown): void {
    this.logger.fatal(String(message));
  }
}

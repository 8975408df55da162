/** What every command does around its work: usage errors, refusals and failures in one line, and an exit code that scripts can test. */
import { pathToFileURL } from 'node:url';
import { EngineError } from './engine-error.js';

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {}

/** Runs `main` where the module is the program itself, and not where a test imports it. */
export function runCommand(moduleUrl: string, main: (args: string[]) => Promise<number>): void {
  if (process.argv[1] === undefined || moduleUrl !== pathToFileURL(process.argv[1]).href) return;
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(describe(error));
      process.exitCode = isUsage(error) ? 2 : 1;
    },
  );
}

function describe(error: unknown): string {
  if (error instanceof EngineError) return error.describe();
  return error instanceof Error ? error.message : String(error);
}

/** Ours, and those of parseArgs. */
function isUsage(error: unknown): boolean {
  return error instanceof UsageError || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
}

export function wholeOption(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${name} must be a whole number of 1 or more, not ${text}`);
  return Number(text);
}

/** A part of the bench in a process of its own, so that it does not share a core with what it measures more than it must. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MEMORY_FLAGS } from './shop/engine.js';

const REGISTER = new URL('../test/sim/register.mjs', import.meta.url).href;

export interface Part<Request, Answer> {
  readonly pid: number;
  ask(request: Request): Promise<Answer>;
  stop(): void;
}

export function startPart<Request extends object, Answer>(file: string, flags: readonly string[] = []): Part<Request, Answer> {
  // Memory as the engine has it, so that a floor is not worse off.
  const execArgv = [...MEMORY_FLAGS, ...flags, '--import', REGISTER];
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], { execArgv, stdio: 'inherit' });
  let stopped = false;
  return {
    pid: child.pid!,
    ask: (request) =>
      new Promise((resolve, reject) => {
        child.once('message', (answer: { readonly ok?: Answer; readonly failed?: string }) => {
          child.removeAllListeners('exit');
          if (answer.failed === undefined) resolve(answer.ok!);
          else reject(new Error(`${file}: ${answer.failed}`));
        });
        child.once('exit', (code) => {
          if (!stopped) reject(new Error(`${file} ended with ${code}`));
        });
        child.send(request);
      }),
    stop: () => {
      stopped = true;
      child.kill();
    },
  };
}

/** The other side: answers each request of the parent in turn. */
export function servePart<Request, Answer>(work: (request: Request) => Promise<Answer>): void {
  // Whoever started it is gone, in whatever way.
  process.once('disconnect', () => process.exit());
  process.on('message', (request: Request) => {
    work(request).then(
      (ok) => process.send!({ ok }),
      (error: unknown) => process.send!({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

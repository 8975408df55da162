/** Where k6 comes from: PATH, else Go's folder of programs, else Go is asked to build it there. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGE = 'go.k6.io/k6@latest';

export const HOW_TO_GET_IT = `k6 is not here, and no Go that could build it. Any one of these will do:
  macOS           brew install k6
  Debian, Fedora  the repository that https://grafana.com/docs/k6/latest/set-up/install-k6/ names
  any system      the program of https://github.com/grafana/k6/releases, put into a folder of PATH
  with Go         go install ${PACKAGE}
Then run the same command again.`;

/** The machine as this needs it; a test gives another one. */
export interface Machine {
  readonly path: string;
  isProgram(file: string): boolean;
  /** What a program prints, or null where it fails. */
  ask(program: string, args: readonly string[]): string | null;
  /** Runs it with its output shown; whether it succeeded. */
  run(program: string, args: readonly string[]): boolean;
  say(line: string): void;
}

/** The program, or null after saying how to get it. */
export function findK6(machine: Machine): string | null {
  const onPath = (name: string): string | undefined =>
    machine.path
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find((file) => machine.isProgram(file));
  const found = onPath('k6');
  if (found !== undefined) return found;
  const go = onPath('go');
  const folder = go === undefined ? null : programsOf(machine, go);
  if (go === undefined || folder === null) {
    machine.say(HOW_TO_GET_IT);
    return null;
  }
  const built = join(folder, 'k6');
  if (machine.isProgram(built)) return built;
  machine.say(`k6 is not on PATH: building it with Go into ${folder}, which takes some minutes once.`);
  if (machine.run(go, ['install', PACKAGE]) && machine.isProgram(built)) return built;
  machine.say(`Go could not build k6.\n${HOW_TO_GET_IT}`);
  return null;
}

/** Go's own answer, since GOBIN and GOPATH may be set in its files too. */
function programsOf(machine: Machine, go: string): string | null {
  const [bin = '', paths = ''] = machine.ask(go, ['env', 'GOBIN', 'GOPATH'])?.split('\n') ?? [];
  if (bin !== '') return bin;
  const [first = ''] = paths.split(delimiter);
  return first === '' ? null : join(first, 'bin');
}

export const thisMachine: Machine = {
  path: process.env['PATH'] ?? '',
  isProgram(file) {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  },
  ask(program, args) {
    const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
    return status === 0 ? stdout : null;
  },
  run: (program, args) => spawnSync(program, args, { stdio: ['ignore', 2, 2] }).status === 0,
  say: (line) => console.error(line),
};

/** The command around k6: what it was asked, where k6 comes from, and a short run where k6 is on PATH. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findK6, thisMachine, type Machine } from '../../bench/load/find-k6.js';
import { readOptions } from '../../bench/load/k6-options.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMMAND = ['--import', './test/sim/register.mjs', 'bench/k6.ts'];
const OWN = { address: '10.0.0.1:50051', url: 'https://shop.example', shop: 'shop.json' };
const own = (more: readonly string[] = []): string[] => [...Object.entries(OWN).flatMap(([name, value]) => [`--${name}`, value]), ...more];

describe('options', () => {
  const DEFAULT = { script: 'all', short: false, untimed: false, seconds: 120, rate: 1, processes: 1, engine: null };

  test.each([
    [[], DEFAULT],
    [['tills', '--short'], { ...DEFAULT, script: 'tills', short: true, seconds: 20 }],
    [['carts', '--seconds', '5', '--rate', '0.05'], { ...DEFAULT, script: 'carts', seconds: 5, rate: 0.05 }],
    [['--seconds', '86400', '--rate', '1000', '--processes', '64'], { ...DEFAULT, seconds: 86_400, rate: 1_000, processes: 64 }],
    [['admin', '--untimed', ...own()], { ...DEFAULT, script: 'admin', untimed: true, engine: { ...OWN, tls: false } }],
    [own(['--tls']), { ...DEFAULT, engine: { ...OWN, tls: true } }],
  ])('%j', (args, wanted) => expect(readOptions(args)).toEqual(wanted));

  it('asks for help', () => expect(readOptions(['--help', '--short'])).toBe('help'));

  test.each([
    [['till'], 'there is no script till: name one of all, tills, carts, admin'],
    [['tills', 'carts'], 'name one of all, tills, carts, admin, not several: tills carts'],
    [['--seconds', '4'], '--seconds must be a number from 5 to 86400, not 4'],
    [['--seconds', '86401'], '--seconds must be a number from 5 to 86400, not 86401'],
    [['--rate', '0.04'], '--rate must be a number from 0.05 to 1000, not 0.04'],
    [['--rate', 'fast'], '--rate must be a number from 0.05 to 1000, not fast'],
    [['--rate', ''], '--rate must be a number from 0.05 to 1000, not '],
    [['--processes', '0'], '--processes must be a number from 1 to 64, not 0'],
    [['--processes', '1.5'], '--processes must be a whole number, not 1.5'],
    [['--address', '10.0.0.1:50051'], 'an engine of your own needs all three: --address HOST:PORT --url http://HOST:PORT --shop FILE'],
    [own().with(1, 'http://10.0.0.1:50051'), '--address must be HOST:PORT, not http://10.0.0.1:50051'],
    [own().with(3, 'http://10.0.0.1:8080/v1'), '--url must be http://HOST:PORT without a path, not http://10.0.0.1:8080/v1'],
    [own(['--processes', '2']), '--processes is for the engine that is started here, not for your own'],
    [['--tls'], '--tls is for an engine of your own: give --address, --url and --shop too'],
  ])('%j: %s', (args, message) => expect(() => readOptions(args)).toThrow(message));

  it('refuses what it does not know', () => expect(() => readOptions(['--sort'])).toThrow("Unknown option '--sort'"));
});

describe('where k6 comes from', () => {
  /** A machine with these programs; `go env` answers `env`, and `go install` leaves `installs` behind, or fails. */
  function machine(programs: readonly string[], env = '\n/home/u/go\n', installs: string | null = null) {
    const there = new Set(programs);
    const said: string[] = [];
    const ran: string[] = [];
    const fake: Machine = {
      path: ['/bin', '', '/usr/local/go/bin'].join(delimiter),
      isProgram: (file) => there.has(file),
      ask: (program, args) => (args[0] === 'env' ? env : program),
      run(program, args) {
        ran.push([program, ...args].join(' '));
        if (installs !== null) there.add(installs);
        return installs !== null;
      },
      say: (line) => said.push(line),
    };
    return { fake, said, ran };
  }
  const GO = '/usr/local/go/bin/go';

  it('takes the one on PATH', () => {
    const { fake, said, ran } = machine(['/bin/k6', GO, '/home/u/go/bin/k6']);
    expect([findK6(fake), said, ran]).toEqual(['/bin/k6', [], []]);
  });

  test.each([
    ['\n/home/u/go\n', '/home/u/go/bin/k6'],
    [`\n/home/u/go${delimiter}/opt/go\n`, '/home/u/go/bin/k6'],
    ['/home/u/bin\n/home/u/go\n', '/home/u/bin/k6'],
  ])('takes what Go built before, where its folders are %j', (env, wanted) => {
    const { fake, ran } = machine([GO, wanted], env);
    expect([findK6(fake), ran]).toEqual([wanted, []]);
  });

  it('lets Go build it', () => {
    const { fake, said, ran } = machine([GO], undefined, '/home/u/go/bin/k6');
    expect([findK6(fake), ran]).toEqual(['/home/u/go/bin/k6', [`${GO} install go.k6.io/k6@latest`]]);
    expect(said).toEqual(['k6 is not on PATH: building it with Go into /home/u/go/bin, which takes some minutes once.']);
  });

  it('says how to get it where Go cannot build it, and where there is no Go', () => {
    const failing = machine([GO]);
    expect(findK6(failing.fake)).toBeNull();
    expect(failing.said.at(-1)).toMatch(/^Go could not build k6\.\nk6 is not here/);
    const bare = machine([]);
    expect([findK6(bare.fake), bare.ran]).toEqual([null, []]);
    expect(bare.said.join('\n')).toMatch(
      /brew install k6[\s\S]+releases[\s\S]+go install go\.k6\.io\/k6@latest[\s\S]+run the same command again/,
    );
  });

  it('the command itself ends with 2 and says so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tallystick-no-k6-'));
    symlinkSync(process.execPath, join(folder, 'node'));
    const { status, stderr } = spawnSync(process.execPath, COMMAND, { cwd: ROOT, env: { PATH: folder }, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stderr).toMatch(/^k6 is not here, and no Go that could build it/);
    expect(status).toBe(2);
  });
});

/** Only the one on PATH: a test builds nothing. */
const k6 = findK6({ ...thisMachine, isProgram: (file) => file.endsWith('k6') && thisMachine.isProgram(file), say: () => undefined });
if (k6 === null) console.log('skipped: a short run of the k6 scripts, because no k6 is on PATH');

/** A limit that stands only for "never". */
const MS_MAX = 400_000;

(k6 === null ? test.skip : test)(
  'five seconds of everybody: all answers are right, the ledger is whole',
  async () => {
    const args = [...COMMAND, 'all', '--short', '--untimed', '--seconds', '5', '--rate', '0.3'];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const [code] = (await once(child, 'exit')) as [number | null];
    const text = said.join('');
    expect([code, code === 0 ? '' : text]).toEqual([0, '']);
    expect(text).toContain('verify: the ledger is whole');
    expect(text).toContain('what was agreed to is booked');
  },
  MS_MAX,
);

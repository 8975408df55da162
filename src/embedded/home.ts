import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Who runs the services: ourselves (nothing set), or, when we are root, an account without privileges. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** Postgres refuses to run as root. A `postgres` account is the natural one; `nobody` exists everywhere. */
export function serviceAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const entries = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = entries.find((entry) => entry.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'Postgres does not run as root and /etc/passwd has neither `postgres` nor `nobody`: start as another user or set DATABASE_URL',
  );
}

/** Asks the system itself, so that modes, groups and access lists of every parent count. */
export function canUse(account: Account, test: '-x' | '-r', path: string): boolean {
  return spawnSync('sh', ['-c', `test ${test} "$1"`, 'sh', path], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * The folder of the services' own files: the data folder, or, when the account we drop to cannot reach that (a project under /root),
 * a folder in /var/tmp named after it. Only root needs the second, and it refuses one that somebody else made.
 */
export function serviceHome(dataDir: string, account: Account): string {
  const wanted = resolve(dataDir);
  mkdirSync(wanted, { recursive: true });
  if (account.uid === undefined || canUse(account, '-x', wanted)) return wanted;
  const home = fallbackHome(wanted);
  mkdirSync(home, { recursive: true });
  const found = lstatSync(home);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${home} belongs to another user: remove it or set TALLYSTICK_DATA`);
  chmodSync(home, 0o711);
  return home;
}

export function fallbackHome(dataDir: string): string {
  return join('/var/tmp', `tallystick-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}`);
}

export function giveTo(account: Account, path: string): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

export function giveTreeTo(account: Account, path: string): void {
  if (account.uid === undefined || account.gid === undefined) return;
  lchownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTreeTo(account, join(path, name));
}

/** Written aside and renamed, so that a reader sees the old text or the new one; readable by the owner alone, for it may hold a password. */
export function writePrivate(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file);
}

/** The parsed JSON of a file of ours, or null where it is missing or was cut short. The caller names the shape it wrote there itself. */
export function readJson<Shape>(file: string): Shape | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Shape;
  } catch {
    return null;
  }
}

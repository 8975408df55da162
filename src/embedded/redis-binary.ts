import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { canUse, giveTreeTo, type Account } from './home.js';

const run = promisify(execFile);

export interface RedisBinary {
  path: string;
  libraries: string | null;
}

/** redis-server needs its own small libraries beside what every Debian has. */
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];
const DOWNLOAD_TIMEOUT_MS = 60_000;

function works({ path, libraries }: RedisBinary, account: Account): boolean {
  const env = { ...process.env, ...(libraries === null ? {} : { LD_LIBRARY_PATH: libraries }) };
  return canUse(account, '-x', path) && spawnSync(path, ['--version'], { ...account, cwd: '/', env, stdio: 'ignore' }).status === 0;
}

function onPath(): RedisBinary[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'].filter((folder) => folder !== '');
  return ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => ({ path: join(folder, name), libraries: null })).filter(({ path }) => existsSync(path)),
  );
}

function unpacked(folder: string): RedisBinary | null {
  const path = join(folder, 'usr', 'bin', 'redis-server');
  if (!existsSync(path)) return null;
  const libraryRoot = join(folder, 'usr', 'lib');
  const libraries = readdirSync(libraryRoot).filter((name) => name.includes('-linux-'));
  // redis-server is a link to the checker's binary, which chooses its part by its name.
  return existsSync(realpathSync(path)) ? { path, libraries: libraries.map((name) => join(libraryRoot, name)).join(':') } : null;
}

/**
 * Debian and Ubuntu: the distribution's packages, downloaded and unpacked into our own folder. Installing them would also start a system
 * service, even for root, so that is not done. Package lists of our own are fetched where the machine has none (a slim container).
 */
async function fromDebian(folder: string, account: Account): Promise<RedisBinary | null> {
  const found = unpacked(folder);
  if (found !== null) return found;
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) return null;
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  const options = { cwd: folder, timeout: DOWNLOAD_TIMEOUT_MS };
  const once = ['-o', 'Acquire::Retries=0'];
  const own = [...once, '-o', `Dir::State::lists=${join(folder, 'lists')}`, '-o', 'APT::Sandbox::User=root', '-o', `Dir::Cache=${folder}`];
  try {
    await run('apt-get', [...once, 'download', ...PACKAGES], options).catch(async () => {
      await run('apt-get', [...own, 'update'], options);
      await run('apt-get', [...own, 'download', ...PACKAGES], options);
    });
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) await run('dpkg', ['-x', file, '.'], options);
  } catch {
    return null;
  } finally {
    for (const name of readdirSync(folder).filter((name) => name !== 'usr')) rmSync(join(folder, name), { recursive: true, force: true });
  }
  giveTreeTo(account, folder);
  return unpacked(folder);
}

/** A Redis or Valkey server that runs here, or null. */
export async function findRedis(home: string, account: Account): Promise<RedisBinary | null> {
  const installed = onPath().find((binary) => works(binary, account));
  if (installed !== undefined) return installed;
  const downloaded = await fromDebian(join(home, 'redis-packages'), account);
  return downloaded !== null && works(downloaded, account) ? downloaded : null;
}

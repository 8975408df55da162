/** proto/ and what is made from it: the generated types are fresh, the buf rules hold, and the examples of proto/README.md are messages. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encoder } from '../support/grpc-caller.js';
import type { ServiceName } from '../../src/edge/grpc/protos.js';
import { STATUSES, statusName } from '../../src/edge/grpc/status.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name);
const GENERATED = join(ROOT, 'src', 'edge', 'grpc', 'generated');
const FLAGS = ['--longs=Number', '--enums=String', '--defaults', '--oneofs', '--grpcLib=@grpc/grpc-js', '--importFileExtension=.js'];

function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

test('the generated types are those of the protos', () => {
  const fresh = mkdtempSync(join(tmpdir(), 'tallystick-types-'));
  const protos = ['checkout', 'enrolment', 'operations', 'offline'].map((name) => `tallystick/v1/${name}.proto`);
  const made = spawnSync(bin('proto-loader-gen-types'), [...FLAGS, '--includeDirs=proto', `--outDir=${fresh}`, ...protos], { cwd: ROOT });
  expect(made.stderr.toString()).toBe('');
  const [wanted, found] = [filesOf(fresh), filesOf(GENERATED)];
  rmSync(fresh, { recursive: true });
  expect(found).toEqual(wanted);
});

test('every reason is in the table of errors, with its status', () => {
  const rows = readFileSync(join(ROOT, 'proto', 'README.md'), 'utf8')
    .split('\n')
    .filter((row) => /^\| [A-Z_]+ +\|/.test(row));
  for (const [reason, code] of Object.entries(STATUSES)) {
    expect(rows.filter((row) => row.startsWith(`| ${statusName(code)} `)).join()).toContain(`\`${reason}\``);
  }
});

test('buf lint', () => {
  const { stdout, stderr } = spawnSync(bin('buf'), ['lint', 'proto'], { cwd: ROOT });
  expect(stdout.toString() + stderr.toString()).toBe('');
});

/** ```json Service.Method … ``` */
const EXAMPLE = /```json (\w+)\.(\w+)\n([\s\S]*?)```/g;
const examples = [...readFileSync(join(ROOT, 'proto', 'README.md'), 'utf8').matchAll(EXAMPLE)];

const camel = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), camel(item)]),
  );
};

const keysOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, item]) => [name, ...keysOf(item)]) : [];
};

test('the examples of proto/README.md exist', () => expect(examples.length).toBeGreaterThan(5));

test.each(examples.map(([, service, method, json]) => [service!, method!, json!] as const))('example of %s.%s', (service, method, json) => {
  const protos = ['checkout', 'receipt', 'enrolment', 'operations', 'offline']
    .map((name) => readFileSync(join(ROOT, 'proto', 'tallystick', 'v1', `${name}.proto`), 'utf8'))
    .join();
  const message = JSON.parse(json) as object;
  for (const name of keysOf(message)) expect(protos).toMatch(new RegExp(`\\b${name}( =|\\b)`));
  expect(encoder(service as ServiceName, method)(camel(message) as object).length).toBeGreaterThan(0);
});

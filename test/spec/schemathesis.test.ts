/** schemathesis calls every operation from the specification. Run by `npm run fuzz`, skipped where it does not say which program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { startAdminEngine, TOKEN } from '../edge/admin/client.js';

const PROGRAM = process.env['SCHEMATHESIS'];
const HOUR_MS = 3_600_000;
/** Unlisted status, 5xx, off schema, wrong media type or header; what it deems too lenient or too strict is a matter of taste. */
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance';

(PROGRAM === undefined ? test.skip : test)(
  'schemathesis finds nothing',
  async () => {
    const at = await startAdminEngine({ ADMIN_CALLS_PER_MINUTE_MAX: '1000000' });
    const own = JSON.parse(process.env['FUZZ_ARGUMENTS'] ?? '[]') as string[];
    const rest = own.length > 0 ? own : ['--max-examples', '25', '--phases', 'examples,coverage,fuzzing'];
    const args = [
      'run',
      `${at.http}/v1/openapi.json`,
      '--header',
      `Authorization: Bearer ${TOKEN}`,
      '--request-timeout',
      '60',
      '--checks',
      CHECKS,
      ...rest,
    ];
    const child = spawn(PROGRAM!, args, { stdio: 'inherit', cwd: tmpdir(), env: { ...process.env, COLUMNS: '160' } });
    const [code] = (await once(child, 'exit')) as [number | null];
    const faults = at.logged.filter((line) => line.includes('fault in a request'));
    await at.close();
    expect([code, faults]).toEqual([0, []]);
  },
  HOUR_MS,
);

/** A client this project did not write, made from the protos alone. PYTHON names the interpreter; it needs grpcio and grpcio-tools. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestEngine } from '../support/engine.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PYTHON = process.env['PYTHON'] ?? 'python3';
const hasGrpc = spawnSync(PYTHON, ['-c', 'import grpc, grpc_tools']).status === 0;
if (!hasGrpc) console.error(`${PYTHON} has no grpcio and grpcio-tools here: the test of a client in Python is skipped.`);

(hasGrpc ? test : test.skip)('a till in Python', async () => {
  const stubs = mkdtempSync(join(tmpdir(), 'tallystick-python-'));
  const protos = ['quote', 'receipt', 'checkout', 'enrolment'].map((name) => `proto/tallystick/v1/${name}.proto`);
  const protoc = ['-m', 'grpc_tools.protoc', '-I', 'proto', `--python_out=${stubs}`, `--grpc_python_out=${stubs}`, ...protos];
  expect(spawnSync(PYTHON, protoc, { cwd: ROOT }).stderr.toString()).toBe('');
  const at = await startTestEngine();
  try {
    await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7001' }] });
    const program = join(ROOT, 'test', 'clients', 'python_client.py');
    const { stdout } = await promisify(execFile)(PYTHON, [program, stubs, `127.0.0.1:${at.engine.grpcPort}`, at.keys.t1, '7001']);
    expect(JSON.parse(stdout)).toEqual({
      payable_minor: 2700,
      booked: true,
      active_points: 27,
      replayed: [false, true],
      same_sale: true,
      refund_minor: 900,
      refused: {
        code: 'INVALID_ARGUMENT',
        message: 'receipt.burn_points must be between 0 and 1000000000000',
        has_info: true,
      },
      // HealthCheckResponse { status: SERVING }
      health: '0801',
    });
  } finally {
    await at.close();
    rmSync(stubs, { recursive: true });
  }
});

/** TLS and mTLS by settings alone, with certificates made for the test. */
import { credentials, status } from '@grpc/grpc-js';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { GrpcCaller } from '../support/grpc-caller.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.error('No openssl here: the tests of TLS are skipped.');
const folder = mkdtempSync(join(tmpdir(), 'tallystick-tls-'));
const file = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

function openssl(...args: string[]): void {
  const { status: code, stderr } = spawnSync('openssl', args, { cwd: folder });
  if (code !== 0) throw new Error(stderr.toString());
}

function authority(name: string): void {
  const days = ['-days', '2', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  openssl('req', '-x509', ...days, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`);
}

function certificate(name: string, by: string): void {
  openssl(
    'req',
    '-new',
    '-nodes',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  );
  writeFileSync(file(`${name}.ext`), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl(
    'x509',
    '-req',
    '-days',
    '2',
    '-in',
    `${name}.csr`,
    '-CA',
    `${by}.pem`,
    '-CAkey',
    `${by}.key`,
    '-CAcreateserial',
    '-out',
    `${name}.pem`,
    '-extfile',
    `${name}.ext`,
  );
}

(hasOpenssl ? describe : describe.skip)('TLS', () => {
  const pem = (name: string) => readFileSync(file(name));
  const calls: GrpcCaller[] = [];
  let at: TestEngine | undefined;

  beforeAll(() => {
    authority('shop');
    authority('stranger');
    certificate('server', 'shop');
    certificate('till', 'shop');
    certificate('thief', 'stranger');
  });
  afterEach(async () => {
    for (const caller of calls.splice(0)) caller.close();
    await at?.close();
    at = undefined;
  });

  async function ask(channel: ReturnType<typeof credentials.createSsl>): Promise<string> {
    const caller = new GrpcCaller(`127.0.0.1:${at!.engine.grpcPort}`, at!.keys.t1, channel);
    calls.push(caller);
    const answer = await caller.call('Quote', {}, { deadline: Date.now() + 5_000 });
    return answer.ok ? 'OK' : (answer.info?.reason ?? status[answer.code]!);
  }

  test('TLS', async () => {
    at = await startTestEngine({ TLS_CERT_FILE: file('server.pem'), TLS_KEY_FILE: file('server.key') });
    expect(await ask(credentials.createSsl(pem('shop.pem')))).toBe('malformed');
    expect(await ask(credentials.createSsl(pem('stranger.pem')))).toBe('UNAVAILABLE');
    expect(await ask(credentials.createInsecure())).toBe('UNAVAILABLE');
  });

  test('mTLS', async () => {
    at = await startTestEngine({
      TLS_CERT_FILE: file('server.pem'),
      TLS_KEY_FILE: file('server.key'),
      TLS_CLIENT_CA_FILE: file('shop.pem'),
    });
    expect(await ask(credentials.createSsl(pem('shop.pem'), pem('till.key'), pem('till.pem')))).toBe('malformed');
    expect(await ask(credentials.createSsl(pem('shop.pem'), pem('thief.key'), pem('thief.pem')))).toBe('UNAVAILABLE');
    expect(await ask(credentials.createSsl(pem('shop.pem')))).toBe('UNAVAILABLE');
  });
});

/** Tokens of an OIDC issuer, beside keys. */
import { createHmac } from 'node:crypto';
import { Tokens, type Holder } from '../../../src/rulebook/access/tokens.js';
import { AdminClient, startAdminEngine, told, type AdminEngine } from './client.js';
import { AUDIENCE, Issuer } from './issuer.js';

let issuer: Issuer;
let at: AdminEngine;
beforeAll(async () => {
  issuer = await new Issuer().start();
  await issuer.addKey('k1');
  await issuer.addKey('rsa', 'RS256');
  at = await startAdminEngine({
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: AUDIENCE,
    OIDC_ROLES_CLAIM: 'realm_access.roles',
    OIDC_ROLES: 'shop-admin=operator,shop-buyer=marketer',
    OIDC_STORES_CLAIM: 'stores',
    OIDC_NAME_CLAIM: 'email',
  });
});
afterAll(async () => {
  await at.close();
  await issuer.stop();
});

const CLAIMS = { email: 'ann@shop.example', realm_access: { roles: ['shop-admin', 'offline_access'] }, stores: '*' };
const as = async (claims: object = {}, kid?: string): Promise<AdminClient> =>
  new AdminClient(at.http, await issuer.token({ ...CLAIMS, ...claims }, kid));

test.each(['k1', 'rsa'])('a token signed by %s is let in, and what it does is recorded under its name', async (kid) => {
  const ann = await as({}, kid);
  expect(told(await ann.post('/v1/keys', { name: `by-${kid}`, roles: ['viewer'] }))).toEqual([201]);
  const log = (await ann.get('/v1/audit?actor=ann%40shop.example&limit=1')).body['items'];
  expect(log).toMatchObject([{ actor: 'ann@shop.example', keyId: 'oidc:auth0|ann', action: 'key.create', facts: { name: `by-${kid}` } }]);
});

test.each<[string, object, unknown[]]>([
  ['the issuer’s word for marketer', { realm_access: { roles: ['shop-buyer'] } }, [200]],
  ['our own word', { realm_access: { roles: ['viewer'] } }, [200]],
  ['words with spaces', { realm_access: { roles: 'x viewer' } }, [200]],
  ['no role of ours', { realm_access: { roles: ['root'] } }, [403, 'role_not_allowed']],
  ['no claim of roles', { realm_access: undefined }, [403, 'role_not_allowed']],
  ['no name', { email: undefined }, [401, 'unauthenticated']],
  ['a name with a line break', { email: 'a\nb' }, [401, 'unauthenticated']],
  ['another audience', { aud: 'another' }, [401, 'unauthenticated']],
  ['another issuer', { iss: 'https://elsewhere.example' }, [401, 'unauthenticated']],
  ['no subject', { sub: undefined }, [401, 'unauthenticated']],
  ['not valid yet', { nbf: Math.floor(Date.now() / 1_000) + 3_600 }, [401, 'unauthenticated']],
])('%s', async (_what, claims, expected) => expect(told(await (await as(claims)).get('/v1/drafts'))).toEqual(expected));

test('an expired token is told so, and clocks may differ a little', async () => {
  const now = Math.floor(Date.now() / 1_000);
  const get = async (exp: number) => new AdminClient(at.http, await issuer.token(CLAIMS, 'k1', exp)).get('/v1/drafts');
  expect((await get(now - 10)).status).toBe(200);
  expect(await get(now - 40)).toMatchObject({ status: 401, body: { detail: 'The token has expired: get a new one' } });
});

test.each<[string, (parts: string[]) => string]>([
  ['without a signature', ([, payload]) => `${encode({ alg: 'none' })}.${payload}.`],
  [
    'signed with the public key as a secret',
    ([, payload]) => {
      const head = `${encode({ alg: 'HS256', kid: 'k1' })}.${payload}`;
      return `${head}.${createHmac('sha256', JSON.stringify(issuer.publicKey('k1')))
        .update(head)
        .digest('base64url')}`;
    },
  ],
  [
    'with other claims',
    ([head, , signature]) => `${head}.${encode({ ...CLAIMS, iss: issuer.url, aud: AUDIENCE, sub: 'x', exp: 9e9 })}.${signature}`,
  ],
  ['by a key nobody has', ([, payload, signature]) => `${encode({ alg: 'ES256', kid: 'other' })}.${payload}.${signature}`],
])('a forged token is turned away: %s', async (_what, forge) => {
  const token = forge((await issuer.token(CLAIMS)).split('.'));
  expect(told(await new AdminClient(at.http, token).get('/v1/drafts'))).toEqual([401, 'unauthenticated']);
});
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token is limited to the stores of its claim; without the claim it has none', async () => {
  const attempt = async (stores: unknown, storeId: string) =>
    told(
      await (
        await as({ stores })
      ).post('/v1/try', { receipt: { storeId, lines: [{ lineNumber: 1, sku: 'A', quantityMilli: 1000, unitPriceMinor: 100 }] } }),
    );
  expect(await attempt('*', 'S2')).toEqual([200]);
  expect(await attempt(['S1'], 'S1')).toEqual([200]);
  expect(await attempt(['S1'], 'S2')).toEqual([403, 'scope_not_allowed']);
  expect(await attempt(undefined, 'S1')).toEqual([403, 'scope_not_allowed']);
});

describe('the keys of the issuer', () => {
  let own: Issuer;
  let nowMs = Date.now();
  const away: string[] = [];
  const options = () => ({
    ...{ issuer: own.url, audience: AUDIENCE, jwksUrl: null, algorithms: ['ES256'], leewayMs: 604_800_000, cooldownMs: 0 },
    ...{ rolesClaim: 'roles', nameClaim: 'sub', storesClaim: null, campaignsClaim: null, roles: new Map<string, 'viewer'>() },
    onAway: (message: string) => void away.push(message),
  });
  const outcome = async (holder: Promise<Holder>): Promise<string> => (await holder).outcome;
  beforeAll(async () => {
    own = await new Issuer().start();
    await own.addKey('k1');
  });
  afterAll(() => own.stop());

  test('are fetched once, again for a new one, and kept while the issuer is away', async () => {
    const tokens = new Tokens(options(), () => nowMs);
    const first = await own.token();
    expect(await outcome(tokens.holderOf(first))).toBe('known');
    const asked = own.asked;
    for (let i = 0; i < 5; i++) expect(await outcome(tokens.holderOf(first))).toBe('known');
    expect(own.asked).toBe(asked);

    await own.addKey('k2');
    expect(await outcome(tokens.holderOf(await own.token({}, 'k2')))).toBe('known');
    expect(own.asked).toBe(asked + 1);

    await own.addKey('k3');
    const third = await own.token({}, 'k3');
    const second = await own.token({}, 'k2');
    await own.stop();
    expect(await outcome(tokens.holderOf(second))).toBe('known');
    expect(await outcome(tokens.holderOf(third))).toBe('issuer_away');
    expect(away).toHaveLength(1);
    expect(await outcome(tokens.holderOf(third))).toBe('issuer_away');
    // Within five seconds of a failure nobody waits for another one.
    expect(away).toHaveLength(1);
    nowMs += 3_600_000;
    expect(await outcome(tokens.holderOf(second))).toBe('known');
    nowMs += 86_400_000;
    expect(await outcome(tokens.holderOf(second))).toBe('issuer_away');

    await own.start();
    nowMs += 6_000;
    expect(await outcome(tokens.holderOf(third))).toBe('known');
    own.removeKey('k1');
    nowMs += 660_000;
    await tokens.holderOf(third);
    for (let i = 0; i < 100 && (await outcome(tokens.holderOf(first))) === 'known'; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await outcome(tokens.holderOf(first))).toBe('refused');
  });

  test('are not taken from the document of another issuer', async () => {
    const tokens = new Tokens({ ...options(), issuer: `${own.url}/` }, () => nowMs);
    expect(await tokens.holderOf(await own.token({}, 'k2'))).toMatchObject({
      outcome: 'issuer_away',
      why: expect.stringContaining('is of the issuer'),
    });
  });
});

test('without keys at hand and without the issuer the answer is 503, and keys of ours go on', async () => {
  const gone = await new Issuer().start();
  await gone.addKey('k1');
  const token = await gone.token();
  await gone.stop();
  const alone = await startAdminEngine({ OIDC_ISSUER: gone.url, OIDC_AUDIENCE: AUDIENCE });
  expect(told(await new AdminClient(alone.http, token).get('/v1/drafts'))).toEqual([503, 'issuer_away']);
  expect((await alone.admin.get('/v1/drafts')).status).toBe(200);
  const metrics = await (await fetch(`${alone.http}/metrics`)).text();
  expect(metrics).toContain('tallystick_oidc_failures_total 1');
  expect(alone.logged.join('')).toContain('the issuer of tokens does not answer');
  await alone.close();
});

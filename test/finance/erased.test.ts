/** After a person was erased, nothing in the whole database says who it was, and the ledger proves itself as before. */
import { generateKeyPairSync } from 'node:crypto';
import { sale } from '../../src/checkout/sale.js';
import type { Programme } from '../../src/core/rules/types.js';
import { recomputeSales } from '../../src/jobs/recompute/recompute-sales.js';
import { anchorChains } from '../../src/jobs/anchor/anchor-chains.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { memberCalls } from '../checkout/member-calls.js';
import { openCheckout, PROGRAMME, saleOf, type OpenCheckout } from '../checkout/open-checkout.js';
import { holdAndCapture, ok, takeBack } from './traffic.js';

const percent = (rateBps: number) => ({ kind: 'percent' as const, rateBps });

/** The clock of the test stands at 22 November 2026. */
const PERSONAL: Programme = {
  ...PROGRAMME,
  rules: [
    ...PROGRAMME.rules!,
    { id: 'birthday', name: 'Birthday', stage: 'receipt', when: { kind: 'birthday', daysBefore: 3, daysAfter: 3 }, benefit: percent(1000) },
    { id: 'not-birthday', name: 'Any other day', stage: 'receipt', when: { kind: 'not', of: { kind: 'birthday' } }, benefit: percent(100) },
    { id: 'choir', name: 'Choir', stage: 'receipt', when: { kind: 'segment', in: ['choir'] }, benefit: percent(200) },
    {
      id: 'staff',
      name: 'Staff',
      stage: 'receipt',
      when: { kind: 'any', of: [{ kind: 'memberAttribute', test: { name: 'employer', in: ['Larkspur & Sons'] } }] },
      benefit: percent(300),
    },
  ],
};
const PERSON = { cardNumber: '4007000000027', segments: ['choir', 'gluten-free'], birthDate: '1987-11-24' };
const SECRETS = ['4007000000027', 'gluten-free', '1987-11-24', 'Larkspur', 'Zinnia'];

let open: OpenCheckout;
beforeAll(async () => {
  open = await openCheckout(PERSONAL);
  const { pool } = open.deps.ledger;
  await enrolMembers(pool, [PERSON, { cardNumber: 'other', segments: ['choir'], birthDate: '1990-05-17' }]);
  await pool.query(
    `UPDATE member.member SET attributes = '{"employer": "Larkspur & Sons", "name": "Zinnia"}' WHERE birth_date = '1987-11-24'`,
  );
});
afterAll(() => open.close());

/** Tables and columns that hold the text, anywhere in the database, in whatever type. */
async function findText(wanted: string): Promise<string[]> {
  const { pool } = open.deps.ledger;
  const { rows } = await pool.query<{ name: string; found: string }>(`SELECT format('%I.%I', n.nspname, c.relname) AS name,
      format('SELECT count(*) AS n FROM %I.%I t WHERE t::text LIKE $1 OR to_jsonb(t)::text LIKE $1', n.nspname, c.relname) AS found
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`);
  const places: string[] = [];
  for (const { name, found } of rows) {
    const { rows: counted } = await pool.query<{ n: number }>(found, [`%${wanted}%`]);
    if (counted[0]!.n > 0) places.push(name);
  }
  return places;
}

const recompute = async () => {
  const found: unknown[] = [];
  const span = { from: new Date(0), to: new Date('9999-01-01') };
  const done = await recomputeSales(open.deps.ledger.pool, open.deps.rulebook, span, (_sale, differences) => found.push(differences));
  return { ...done, found };
};

it('sales keep the answers of the rules and not the person, and compute to the same before and after an erasure', async () => {
  const calls = memberCalls(open.deps);
  const first = ok(await sale(open.deps, saleOf({ card: PERSON.cardNumber, lines: [['tea', 2, 5000]] })));
  await sale(open.deps, saleOf({ card: 'other', lines: [['tea', 2, 5000]] }));
  await holdAndCapture(open, { card: PERSON.cardNumber, lines: [['tea', 1, 3000]], burn: 10 });
  await takeBack(open, first.saleId, 1);
  ok(await calls.grant(PERSON.cardNumber, 5));
  const applied = first.quote.applied.map(({ ruleId }) => ruleId);
  expect(applied).toEqual(expect.arrayContaining(['birthday', 'not-birthday', 'choir', 'staff']));
  expect(await recompute()).toEqual({ sales: 3, differing: 0, found: [] });
  for (const secret of SECRETS) expect([secret, await findText(secret)]).not.toEqual([secret, []]);

  const { privateKey, publicKey: trusted } = generateKeyPairSync('ed25519');
  const anchor = await anchorChains(open.deps.ledger.pool, privateKey);
  ok(await calls.erase(PERSON.cardNumber));
  for (const secret of SECRETS) expect([secret, await findText(secret)]).toEqual([secret, []]);
  const report = await verifyLedger(open.deps.ledger.pool, { anchors: [anchor], trusted });
  expect(report.checks.filter(({ wrong, name }) => wrong > 0 && name !== 'rule-set versions')).toEqual([]);
  expect(await recompute()).toEqual({ sales: 3, differing: 0, found: [] });
  expect(await findText('1990-05-17')).toEqual(['member.member']);
});

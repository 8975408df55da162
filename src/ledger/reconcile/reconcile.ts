import { AMOUNTS, type Amounts, type Booked, type Claim, type Verdict } from './claim.js';

const SEPARATOR = '\u001f';

/**
 * Compares what tills say with what is booked: totals of stores and terminals, and receipt by receipt. What is booked and not claimed is
 * looked for only on terminals whose receipts are listed.
 */
export function reconcile(claims: readonly Claim[], booked: readonly Booked[]): Verdict[] {
  const totals = claims.filter((claim) => claim.receiptNumber === null);
  const receipts = claims.filter((claim) => claim.receiptNumber !== null);
  const byReceipt = new Map(booked.map((each) => [receiptKey(each), each]));
  const claimed = new Set(receipts.map(receiptKey));
  const listed = new Set(receipts.map(terminalKey));
  return [
    ...totals.map((claim) => ofTotals(claim, booked)),
    ...receipts.map((claim) => ofReceipt(claim, byReceipt.get(receiptKey(claim)))),
    ...booked.filter((each) => listed.has(terminalKey(each)) && !claimed.has(receiptKey(each))).map(missingThere),
  ];
}

type Place = Pick<Claim, 'storeId' | 'terminalId' | 'businessDate' | 'receiptNumber' | 'kind'>;

const terminalKey = ({ storeId, terminalId, businessDate }: Place): string => [storeId, terminalId, businessDate].join(SEPARATOR);
const receiptKey = (place: Place): string => [terminalKey(place), place.receiptNumber, place.kind].join(SEPARATOR);

function ofTotals(claim: Claim, booked: readonly Booked[]): Verdict {
  const { storeId, terminalId, businessDate } = claim;
  const mine = booked.filter(
    (each) => each.storeId === storeId && each.businessDate === businessDate && (terminalId ?? each.terminalId) === each.terminalId,
  );
  const sums = Object.fromEntries(
    AMOUNTS.map((name) => [name, mine.reduce((sum, each) => sum + each.amounts[name], 0)]),
  ) as Required<Amounts>;
  const differences = differencesOf(claim.amounts, sums);
  const level = terminalId === null ? 'store' : 'terminal';
  const verdict = differences.length === 0 ? 'agrees' : 'differs';
  return {
    level,
    storeId,
    terminalId: terminalId ?? '',
    businessDate,
    receiptNumber: '',
    kind: 'totals',
    verdict,
    saleId: '',
    differences,
  };
}

function ofReceipt(claim: Claim, booked: Booked | undefined): Verdict {
  const { storeId, terminalId, businessDate, receiptNumber, kind } = claim;
  const place = {
    level: 'receipt' as const,
    storeId,
    terminalId: terminalId ?? '',
    businessDate,
    receiptNumber: receiptNumber ?? '',
    kind,
  };
  const differences = differencesOf(claim.amounts, booked?.amounts ?? NOTHING);
  if (booked === undefined) return { ...place, verdict: 'missing_here', saleId: '', differences };
  return { ...place, verdict: differences.length === 0 ? 'agrees' : 'differs', saleId: booked.saleId, differences };
}

function missingThere({ amounts, ...place }: Booked): Verdict {
  return { ...place, level: 'receipt', verdict: 'missing_there', differences: differencesOf(NOTHING, amounts) };
}

const NOTHING: Required<Amounts> = { receipts: 0, payableMinor: 0, refundMinor: 0, burnPoints: 0, earnPoints: 0 };

function differencesOf(claimed: Amounts, booked: Required<Amounts>): Verdict['differences'] {
  return AMOUNTS.flatMap((amount) => {
    const there = claimed[amount];
    const here = booked[amount];
    return there === undefined || there === here ? [] : [{ amount, claimed: there, booked: here, by: here - there }];
  });
}

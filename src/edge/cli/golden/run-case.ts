/** One case: mapped, validated, compiled, priced and compared. */
import { normalise } from '../../../core/normalise.js';
import { priceReceipt } from '../../../core/pricing/price.js';
import type { Quote } from '../../../core/quote.js';
import { isRejection } from '../../../core/rejection.js';
import { compile } from '../../../core/rules/compile.js';
import { validateProgramme } from '../../../core/rules/validate.js';
import { compare } from './compare.js';
import { Unsupported, neutralCase } from './neutral-case.js';
import type { NeutralCase } from './neutral-case.js';
import { toMember, toReceipt } from './to-receipt.js';
import { toProgramme } from './to-programme.js';
import type { Mapped } from './to-programme.js';

export interface CaseResult {
  readonly id: string;
  readonly name: string;
  readonly peer: string;
  readonly portability: string;
  readonly verdict: 'agree' | 'disagree' | 'unsupported';
  /** Why it is unsupported, or each expectation that does not hold. */
  readonly details: readonly string[];
  /** The first programme and the quote, for a look at a disagreement. */
  readonly quote: Quote | null;
  readonly mapped: Mapped | null;
}

export function runCase(json: unknown): CaseResult {
  const head = headOf(json);
  const parsed = neutralCase.safeParse(json);
  if (!parsed.success) {
    return { ...head, verdict: 'unsupported', details: parsed.error.issues.map(describe), quote: null, mapped: null };
  }
  try {
    const mapped = toProgramme(parsed.data);
    const quote = priceCase(parsed.data, mapped);
    const details = compare(parsed.data, quote, mapped.ruleIds);
    return { ...head, verdict: details.length === 0 ? 'agree' : 'disagree', details, quote, mapped };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return { ...head, verdict: 'unsupported', details: [error.message], quote: null, mapped: null };
  }
}

function priceCase(neutral: NeutralCase, { programme, used, usedByMember }: Mapped): Quote {
  const { errors } = validateProgramme(programme);
  const [error] = errors;
  if (error !== undefined) throw new Unsupported(`${error.pointer}: ${error.sentence}`);
  const ruleSet = compile(programme, 1, 'golden');
  const receipt = normalise(toReceipt(neutral), ruleSet);
  if (isRejection(receipt)) throw new Unsupported(receipt.message);
  const quote = priceReceipt({ receipt, ruleSet, member: toMember(neutral, usedByMember), explain: true, coupons: [], budgets: used });
  if (isRejection(quote)) throw new Unsupported(quote.message);
  return quote;
}

type Issue = NonNullable<ReturnType<typeof neutralCase.safeParse>['error']>['issues'][number];

function describe(issue: Issue): string {
  const keys = issue.code === 'unrecognized_keys' ? `.${issue.keys.join(', .')} is not known` : `: ${issue.message}`;
  return `${issue.path.map(String).join('.')}${keys}`;
}

function headOf(json: unknown): Pick<CaseResult, 'id' | 'name' | 'peer' | 'portability'> {
  const fields = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
  const id = text(fields['id'], '?');
  const source = (fields['source'] ?? {}) as Readonly<Record<string, unknown>>;
  return {
    id,
    name: text(fields['name'], ''),
    peer: text(source['peer'], id.split('-')[0]!),
    portability: text(fields['portability'], '?'),
  };
}

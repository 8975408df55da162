import { refuse, type Refusal, type Wrong } from '../access/refusal.js';
import type { Scope } from '../access/roles.js';
import { changesOf, type Change } from './diff.js';
import type { Document } from './draft-row.js';
import { rulesOf } from './rules-of.js';

/** Things that are named one by one in a refusal. */
const NAMED_MAX = 100;

/**
 * What a key limited to campaigns may not change: null where every difference is in a rule of those campaigns, before and after, or in
 * such a campaign itself. Else `out_of_scope`, naming each rule and thing.
 */
export function outOfScope({ campaigns }: Pick<Scope, 'campaigns'>, before: Document, after: Document): Refusal | null {
  if (campaigns === null) return null;
  const was = campaignsById(before);
  const is = campaignsById(after);
  const own = (campaign: unknown): boolean => typeof campaign === 'string' && campaigns.includes(campaign);
  const mayChange = ({ change, thing, id }: Change): boolean => {
    if (thing === 'campaign') return own(id);
    if (thing !== 'rule') return false;
    return (change === 'added' || own(was.get(id))) && (change === 'removed' || own(is.get(id)));
  };
  const errors = changesOf(before, after)
    .filter((one) => !mayChange(one))
    .slice(0, NAMED_MAX)
    .map((one) => findingOf(one, after, campaigns));
  return errors[0] === undefined ? null : refuse('out_of_scope', errors[0].sentence, { errors });
}

/** Of rules that go by an id of their own; one that does not is nobody's. */
function campaignsById(document: Document): Map<unknown, unknown> {
  return new Map([...rulesOf(document)].reverse().map((rule) => [rule['id'], rule['campaign']]));
}

function findingOf({ thing, id }: Change, after: Document, campaigns: readonly string[]): Wrong {
  const rules = Array.isArray(after['rules']) ? (after['rules'] as unknown[]) : [];
  const at = thing === 'rule' ? rules.findIndex((rule) => (rule as Document | null)?.['id'] === id) : -1;
  const limit = `the key is limited to ${campaigns.join(', ')}`;
  const sentence =
    thing === 'rule'
      ? `Rule \`${id}\` is not, or would not be, of a campaign of this key: ${limit}.`
      : `This changes ${id === '' ? `the ${thing}` : `the ${thing} \`${id}\``}: ${limit}.`;
  return { pointer: at < 0 ? '' : `/rules/${at}`, code: 'out_of_scope', sentence };
}

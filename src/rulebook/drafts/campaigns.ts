/** Campaigns of a document: those that are described, and those that rules name without a description. */
import type { Document } from './draft-row.js';
import { itemsOf, rulesOf } from './rules-of.js';

export interface CampaignFacts {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** Rules of it, and those of them that are switched on. */
  readonly rules: number;
  readonly activeRules: number;
  /** As the document has it; absent where rules name a campaign that is not described. */
  readonly campaign?: Document;
}

/** In the order of the document; what only rules name comes after. */
export function campaignsOf(document: Document): CampaignFacts[] {
  const described = itemsOf(document, 'campaigns').filter(({ id }) => typeof id === 'string');
  const known = new Map<string, Document | undefined>(described.map((campaign) => [String(campaign['id']), campaign]));
  const rules = rulesOf(document).filter((rule) => typeof rule['campaign'] === 'string');
  for (const rule of rules) if (!known.has(String(rule['campaign']))) known.set(String(rule['campaign']), undefined);
  return [...known].map(([id, campaign]) => {
    const own = rules.filter((rule) => rule['campaign'] === id);
    return {
      id,
      name: typeof campaign?.['name'] === 'string' ? campaign['name'] : '',
      active: campaign?.['active'] !== false,
      rules: own.length,
      activeRules: own.filter((rule) => rule['active'] !== false).length,
      ...(campaign === undefined ? {} : { campaign }),
    };
  });
}

/** The compiled rules of a source, for trying receipts. */
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { compile } from '../../core/rules/compile.js';
import type { RuleSet } from '../../core/rules/rule-set.js';
import { validateProgramme } from '../../core/rules/validate.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import { readCategoryIds } from '../catalogue/read-categories.js';
import type { Rulebook } from '../rulebook.js';
import { readSource, type Source } from './source.js';

/** Compiling a large programme takes a second, and somebody who tries receipts tries several. */
const KEPT = 4;

export class SourceRuleSets {
  /** By draft and revision. */
  private readonly drafts = new LRUCache<string, RuleSet>({ max: KEPT });

  constructor(
    private readonly db: pg.Pool,
    private readonly rulebook: Rulebook,
  ) {}

  /** Refuses `no_live_rules`, `unknown_version`, `unknown_draft`, and `invalid_programme` for a draft that cannot be compiled. */
  async of(source: Source): Promise<RuleSet | Refusal> {
    if (source.kind === 'live') return this.rulebook.current() ?? refuse('no_live_rules', 'No programme is live');
    if (source.kind === 'version') {
      return (await this.rulebook.version(source.version)) ?? refuse('unknown_version', `There is no version ${source.version}`);
    }
    return this.ofDraft(source);
  }

  private async ofDraft(source: Source & { readonly kind: 'draft' }): Promise<RuleSet | Refusal> {
    const draft = await readSource(this.db, source);
    if (isRefusal(draft)) return draft;
    const key = `${source.draftId}/${draft.revision}`;
    const known = this.drafts.get(key);
    if (known !== undefined) return known;
    const { programme, errors, warnings } = validateProgramme(draft.document, null, await readCategoryIds(this.db));
    if (programme === null) return refuse('invalid_programme', `The draft has ${errors.length} error(s)`, { errors, warnings });
    const ruleSet = compile(programme, 0, '');
    this.drafts.set(key, ruleSet);
    return ruleSet;
  }
}

/** Rules of a document that may be wrong in any way. */
import type { Document } from './draft-row.js';

export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Those items of a list of the document that are objects. */
export function itemsOf(document: Document, list: string): Document[] {
  const items = document[list];
  return Array.isArray(items) ? items.filter(isDocument) : [];
}

export const rulesOf = (document: Document): Document[] => itemsOf(document, 'rules');

/** Whether at most one rule has this id, so that it says which one is meant. */
export function isOneRule(document: Document, ruleId: string): boolean {
  return rulesOf(document).filter((rule) => rule['id'] === ruleId).length < 2;
}

export function withRule(document: Document, rule: Document): Document {
  const rules = listOf(document['rules']);
  const at = rules.findIndex((one) => isDocument(one) && one['id'] === rule['id']);
  return { ...document, rules: at < 0 ? [...rules, rule] : rules.with(at, rule) };
}

export function withoutRule(document: Document, ruleId: string): Document {
  return { ...document, rules: listOf(document['rules']).filter((one) => !isDocument(one) || one['id'] !== ruleId) };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

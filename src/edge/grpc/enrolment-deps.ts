import type { Product } from '../../core/rules/types.js';

/** What the enrolment service works with; the composition root binds it to the ledger and the rulebook. */
export interface EnrolmentDeps {
  enrolMembers(members: readonly NewMember[]): Promise<readonly EnrolledMember[]>;
  enrolProducts(products: readonly Product[]): Promise<{ readonly created: number; readonly replaced: number }>;
}

export interface NewMember {
  readonly cardNumber: string;
  readonly tier: string;
  readonly segments: readonly string[];
  /** YYYY-MM-DD, or empty. */
  readonly birthDate: string;
}

export interface EnrolledMember {
  readonly cardNumber: string;
  readonly memberId: string;
  readonly created: boolean;
}

/** What the enrolment service works with; the composition root binds it to the ledger and the rulebook. */
export interface EnrolmentDeps {
  enrolMembers(members: readonly NewMember[]): Promise<readonly EnrolledMember[]>;
  enrolProducts(products: readonly NewProduct[]): Promise<{ readonly created: number; readonly replaced: number }>;
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

export interface NewProduct {
  readonly sku: string;
  readonly name: string;
  readonly categories: readonly string[];
  readonly brand: string;
  readonly tags: readonly string[];
  readonly regularPriceMinor: number;
  readonly minimumPriceMinor: number;
  readonly discountable: boolean;
  readonly burnable: boolean;
  readonly earning: boolean;
}

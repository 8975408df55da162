import { Pattern, Text, Told } from './fields.js';

export class ReceiptQuery {
  @Text('Store', 1, 64)
  readonly storeId!: string;

  @Text('Terminal', 1, 64)
  readonly terminalId!: string;

  @Pattern('Business date', /^\d{4}-\d\d-\d\d$/, '2026-11-22')
  readonly businessDate!: string;

  @Text('Number of the receipt', 1, 64)
  readonly receiptNumber!: string;
}

class SaleTotalsDto {
  @Told({ type: 'integer' })
  readonly regularMinor!: number;

  @Told({ type: 'integer' })
  readonly cardPriceSavingMinor!: number;

  @Told({ type: 'integer' })
  readonly discountMinor!: number;

  @Told({ type: 'integer' })
  readonly netMinor!: number;

  @Told({ type: 'integer' })
  readonly burnMinor!: number;

  @Told({ type: 'integer' })
  readonly burnPoints!: number;

  @Told({ type: 'integer' })
  readonly payableMinor!: number;

  @Told({ type: 'integer' })
  readonly earnPoints!: number;
}

class ReturnedDto {
  @Told({ type: 'integer' })
  readonly lineNumber!: number;

  @Told({ type: 'integer', description: 'Thousandths of a unit' })
  readonly quantityMilli!: number;
}

export class FoundSaleDto {
  @Told({ type: String })
  readonly saleId!: string;

  @Told({ enum: ['held', 'captured', 'voided', 'expired', 'partly_returned', 'returned'] })
  readonly status!: string;

  @Told({ type: String })
  readonly storeId!: string;

  @Told({ type: String })
  readonly terminalId!: string;

  @Told({ type: String })
  readonly businessDate!: string;

  @Told({ type: String })
  readonly receiptNumber!: string;

  @Told({ type: String, format: 'date-time' })
  readonly purchasedAt!: string;

  @Told({ type: String, format: 'date-time' })
  readonly bookedAt!: string;

  @Told({ type: 'string', nullable: true })
  readonly memberId!: string | null;

  @Told({ type: SaleTotalsDto })
  readonly totals!: SaleTotalsDto;

  @Told({ type: [ReturnedDto], description: 'What came back so far' })
  readonly returned!: readonly ReturnedDto[];

  @Told({ type: String, description: 'Where it is explained, rule by rule' })
  readonly explain!: string;
}

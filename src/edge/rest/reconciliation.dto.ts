import { AMOUNTS, type AmountName, type Verdict } from '../../ledger/reconcile/claim.js';
import { Told } from './admin/fields.js';

class DifferenceDto {
  @Told({ enum: AMOUNTS })
  readonly amount!: AmountName;

  @Told({ type: 'integer' })
  readonly claimed!: number;

  @Told({ type: 'integer' })
  readonly booked!: number;

  @Told({ type: 'integer', description: 'Booked less claimed' })
  readonly by!: number;
}

class VerdictDto {
  @Told({ enum: ['store', 'terminal', 'receipt'] })
  readonly level!: Verdict['level'];

  @Told({ type: String })
  readonly storeId!: string;

  @Told({ type: String, description: 'Empty for totals of a store' })
  readonly terminalId!: string;

  @Told({ type: String })
  readonly businessDate!: string;

  @Told({ type: String, description: 'Empty for totals' })
  readonly receiptNumber!: string;

  @Told({ enum: ['sale', 'return', 'totals'] })
  readonly kind!: Verdict['kind'];

  @Told({
    enum: ['agrees', 'differs', 'missing_here', 'missing_there'],
    description: '`missing_here`: claimed and not booked; `missing_there`: booked and not claimed',
  })
  readonly verdict!: Verdict['verdict'];

  @Told({ type: String, description: 'Of the sale that is booked; empty where none is' })
  readonly saleId!: string;

  @Told({ type: [DifferenceDto] })
  readonly differences!: readonly DifferenceDto[];
}

export class ReconciliationDto {
  @Told({ type: 'integer' })
  readonly agrees!: number;

  @Told({ type: 'integer' })
  readonly differs!: number;

  @Told({ type: 'integer' })
  readonly missingHere!: number;

  @Told({ type: 'integer' })
  readonly missingThere!: number;

  @Told({ type: [VerdictDto] })
  readonly verdicts!: readonly VerdictDto[];
}

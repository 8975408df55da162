import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { explainSale } from '../../../checkout/explain-sale.js';
import { getSale } from '../../../checkout/get-sale.js';
import { reject } from '../../../core/rejection.js';
import { uuidOf } from '../../../ledger/ids.js';
import { recordLook } from '../../../rulebook/access/change.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { Who } from './access-guard.js';
import { check, orProblem } from './check.js';
import { AdminDeps } from './deps.js';
import { explainQuote, pricedFor } from './explained-quote.js';
import { FoundSaleDto, ReceiptQuery } from './found-sale.dto.js';
import { BOTH, EXPLAINERS, Operation } from './operation.js';
import { hideForeign, ownStore } from './scope.js';
import { ExplainedSaleDto, SalePath } from './try.dto.js';

@ApiTags('sales')
@Controller('v1/sales')
export class SalesController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get()
  @Operation({
    summary: 'A sale by its receipt, and where it stands',
    roles: EXPLAINERS,
    answer: FoundSaleDto,
    problems: [404],
    keeps: BOTH,
    personal: true,
  })
  async find(@Who() actor: Actor, @Query(check) query: ReceiptQuery): Promise<FoundSaleDto> {
    const { checkout, db } = this.deps;
    ownStore(actor, query.storeId);
    const caller = { terminalId: 'rest', storeId: query.storeId, mayEnrol: false };
    const view = orProblem(await getSale(checkout, { caller, deadlineMs: null, target: { by: 'receipt', receipt: { ...query } } }));
    await recordLook(db, actor, { action: 'sale.look', subject: view.saleId });
    const { saleId, status, purchasedAtMs, bookedAtMs, memberId, quote, returned } = view;
    const at = (ms: number): string => new Date(ms).toISOString();
    return {
      ...{ saleId, status, ...query, purchasedAt: at(purchasedAtMs), bookedAt: at(bookedAtMs) },
      memberId: memberId === '' ? null : memberId,
      totals: quote.totals,
      returned: [...returned],
      explain: `/v1/sales/${saleId}/explain`,
    };
  }

  @Get(':saleId/explain')
  @Operation({
    summary: 'Why a sale cost what it did: computed again by the rules and the member of then',
    roles: EXPLAINERS,
    answer: ExplainedSaleDto,
    problems: [404],
    keeps: BOTH,
    personal: true,
  })
  async explain(@Who() actor: Actor, @Param(check) { saleId }: SalePath): Promise<ExplainedSaleDto> {
    const { db, rulebook, readSale } = this.deps;
    const stored = await readSale(uuidOf('rcp', saleId) ?? '');
    const missing = reject('unknown_sale', 'There is no sale with this id', 'saleId');
    if (stored === null) return orProblem(missing);
    hideForeign(actor, stored.receipt.storeId, missing);
    const { quote, same, ruleSet } = await explainSale(rulebook, stored);
    await recordLook(db, actor, { action: 'sale.explain', subject: saleId });
    const { storeId, businessDate, receiptNumber, purchasedAtMs, timeZone } = stored.receipt;
    return {
      ...{ saleId, storeId, businessDate, receiptNumber, purchasedAt: new Date(purchasedAtMs).toISOString() },
      ruleSetVersion: stored.ruleSetVersion,
      same,
      member: pricedFor(stored.member),
      quote: explainQuote(quote, ruleSet, timeZone),
    };
  }
}

import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { lookUp } from '../../../rulebook/prices/look-up.js';
import { check } from './check.js';
import { AdminDeps } from './deps.js';
import { Operation, READERS } from './operation.js';
import { LookedUpDto, LookUpQuery } from './prices.dto.js';

@ApiTags('prices')
@Controller('v1/prices')
export class PriceLookUpController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get('look-up')
  @Operation({ summary: 'Which price a SKU has where, when and for whom, by which list, and why', roles: READERS, answer: LookedUpDto })
  async lookUp(@Query(check) query: LookUpQuery): Promise<LookedUpDto> {
    const { rulebook, clock } = this.deps;
    const { sku, storeId, channel, tier, segment, member } = query;
    const atMs = query.at === undefined ? clock() : Date.parse(query.at);
    const zones = rulebook.current()?.catalogue.stores.get(storeId)?.zones ?? [];
    const book = await rulebook.priceListsAt(atMs, [sku]);
    const asked = { sku, storeId, zones, channel, tier: tier ?? '', segments: segment === undefined ? [] : [segment], atMs };
    const isMember = member === 'true' || tier !== undefined || segment !== undefined;
    const prices = lookUp(book, { ...asked, member: isMember }).map((one) => ({ ...one, sku }));
    return { revision: book.revision, at: new Date(atMs).toISOString(), prices };
  }
}

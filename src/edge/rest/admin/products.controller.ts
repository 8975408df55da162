import { Body, Controller, Get, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { putProduct } from '../../../rulebook/catalogue/put-product.js';
import { readProduct, readProducts, type ProductView } from '../../../rulebook/catalogue/read-products.js';
import { retireProduct } from '../../../rulebook/catalogue/retire-product.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { ProductDto, ProductPageDto, ProductPath, ProductsQuery, PutProductDto, RetireProductDto } from './catalogue.dto.js';
import { check, etag, IdempotencyKey, orProblem, RevisionOrNew } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { BOTH, COST_READERS, Operation, PUBLISHERS, READERS } from './operation.js';
import { runChange } from './run-change.js';

@ApiTags('catalogue')
@Controller('v1/products')
export class ProductsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get()
  @Operation({ summary: 'Products by SKU', roles: READERS, answer: ProductPageDto, keeps: BOTH })
  async list(@Who() actor: Actor, @Query(check) query: ProductsQuery): Promise<Page<ProductDto>> {
    const { brand = null, category = null, tag = null, flag = null, search = null } = query;
    const retired = query.retired === 'all' ? null : query.retired === 'true';
    const after = afterOf(query, /^\P{Cc}{1,64}$/u) ?? '';
    const rows = await readProducts(this.deps.db, after, { brand, category, tag, flag, retired, search }, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      ({ sku }) => sku,
      (row) => this.view(row, actor),
    );
  }

  @Get(':sku')
  @Operation({ summary: 'A product', roles: READERS, answer: ProductDto, problems: [404], keeps: BOTH })
  async read(@Who() actor: Actor, @Param(check) { sku }: ProductPath, @Res({ passthrough: true }) response: Response): Promise<ProductDto> {
    const found = await readProduct(this.deps.db, sku);
    if (found === null) return orProblem(refuse('unknown_product', `There is no product \`${sku}\``));
    return this.tagged(response, found, actor);
  }

  @Put(':sku')
  @Operation({
    summary: 'All facts of a product, new or changed; in force at once',
    roles: PUBLISHERS,
    answer: ProductDto,
    problems: [409, 412, 428],
    headers: ['upsert'],
  })
  async put(
    @Who() actor: Actor,
    @Param(check) { sku }: ProductPath,
    @RevisionOrNew() revision: number | null,
    @Body(check) body: PutProductDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProductDto> {
    const { unitPriceMinor, costMinor, ...facts } = body;
    const amounts = { unitPriceMinor: unitPriceMinor ?? undefined, costMinor: costMinor ?? undefined };
    const call = { actor, operation: `PUT /v1/products/${sku}` };
    const product = await runChange(this.deps, call, (tx) => putProduct(tx, revision, { ...facts, ...amounts, sku }));
    await this.deps.rulebook.tellOf('catalogue');
    return this.tagged(response, product, actor);
  }

  @Post(':sku/retire')
  @Operation({
    summary: 'No longer sold: tills get no price for it, its other facts hold for the last pieces',
    roles: PUBLISHERS,
    answer: ProductDto,
    problems: [404, 409],
    headers: ['idempotency'],
  })
  async retire(
    @Who() actor: Actor,
    @Param(check) { sku }: ProductPath,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) body: RetireProductDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProductDto> {
    const call = { actor, operation: `POST /v1/products/${sku}/retire`, idempotencyKey, body };
    const product = await runChange(this.deps, call, (tx) => retireProduct(tx, sku, body.reason));
    await this.deps.rulebook.tellOf('catalogue');
    return this.tagged(response, product, actor);
  }

  private tagged(response: Response, product: ProductView, actor: Actor): ProductDto {
    response.set('ETag', etag(product.revision));
    return this.view(product, actor);
  }

  private view({ costMinor, ...product }: ProductView, actor: Actor): ProductDto {
    const seen = { ...product, countsAs: this.deps.rulebook.withAbove(product.categories) };
    return seesCost(actor) ? { ...seen, costMinor } : seen;
  }
}

export const seesCost = ({ roles }: Actor): boolean => COST_READERS.some((role) => roles.includes(role));

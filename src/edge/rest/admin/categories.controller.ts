import { Body, Controller, Delete, Get, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { deleteCategory, putCategory } from '../../../rulebook/catalogue/put-category.js';
import { readCategories, readCategory, type CategoryView } from '../../../rulebook/catalogue/read-categories.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { CategoriesQuery, CategoryDto, CategoryPageDto, CategoryPath, PutCategoryDto } from './catalogue.dto.js';
import { check, etag, orProblem, Revision, RevisionOrNew } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { BOTH, Operation, PUBLISHERS, READERS } from './operation.js';
import { runChange } from './run-change.js';

@ApiTags('catalogue')
@Controller('v1/categories')
export class CategoriesController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get()
  @Operation({ summary: 'Categories by their codes', roles: READERS, answer: CategoryPageDto, keeps: BOTH })
  async list(@Query(check) query: CategoriesQuery): Promise<Page<CategoryDto>> {
    const { parent = null, search = null } = query;
    const rows = await readCategories(this.deps.db, afterOf(query, /^\P{Cc}{1,64}$/u) ?? '', { parent, search }, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      ({ categoryId }) => categoryId,
      (row) => this.view(row),
    );
  }

  @Get(':categoryId')
  @Operation({ summary: 'A category and what is above it', roles: READERS, answer: CategoryDto, problems: [404], keeps: BOTH })
  async read(@Param(check) { categoryId }: CategoryPath, @Res({ passthrough: true }) response: Response): Promise<CategoryDto> {
    const found = await readCategory(this.deps.db, categoryId);
    return found === null ? orProblem(refuse('unknown_category', `There is no category \`${categoryId}\``)) : this.tagged(response, found);
  }

  @Put(':categoryId')
  @Operation({
    summary: 'A category, new, renamed or moved; what is in it counts as what is above it at once',
    roles: PUBLISHERS,
    answer: CategoryDto,
    problems: [409, 412, 428],
    headers: ['upsert'],
  })
  async put(
    @Who() actor: Actor,
    @Param(check) { categoryId }: CategoryPath,
    @RevisionOrNew() revision: number | null,
    @Body(check) { name, parent = null }: PutCategoryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CategoryDto> {
    const call = { actor, operation: `PUT /v1/categories/${categoryId}` };
    const category = await runChange(this.deps, call, (tx) => putCategory(tx, revision, { categoryId, name, parent }));
    await this.deps.rulebook.tellOf('catalogue');
    return this.tagged(response, category);
  }

  @Delete(':categoryId')
  @Operation({
    summary: 'Take a category away that no category, product or rule needs',
    roles: PUBLISHERS,
    answer: CategoryDto,
    problems: [404, 409, 412, 428],
    headers: ['match'],
  })
  async delete(@Who() actor: Actor, @Param(check) { categoryId }: CategoryPath, @Revision() revision: number): Promise<CategoryDto> {
    const call = { actor, operation: `DELETE /v1/categories/${categoryId}` };
    const category = this.view(await runChange(this.deps, call, (tx) => deleteCategory(tx, categoryId, revision)));
    await this.deps.rulebook.tellOf('catalogue');
    return category;
  }

  private tagged(response: Response, category: CategoryView): CategoryDto {
    response.set('ETag', etag(category.revision));
    return this.view(category);
  }

  private view(category: CategoryView): CategoryDto {
    return { ...category, path: this.deps.rulebook.withAbove([category.categoryId]) };
  }
}

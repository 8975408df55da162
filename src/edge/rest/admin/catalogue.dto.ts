import { AMOUNT_MAX, NAME_MAX, TEXT_MAX } from '../../../core/rules/validation/limits.js';
import type { Attributes } from '../../../core/receipt.js';
import { WORDS_MAX } from '../../../rulebook/catalogue/limits.js';
import { PRODUCT_FLAGS } from '../../../rulebook/catalogue/read-products.js';
import { CATALOGUE_KINDS, type CatalogueKind } from '../../../rulebook/catalogue/take-upload.js';
import { UPLOAD_MODES, type UploadMode } from '../../../rulebook/upload/upload-file.js';
import { PageOf, PageQuery } from './cursor.js';
import { AttributeMap, Flag, Maybe, MaybeNull, One, Text, Texts, Told, Whole } from './fields.js';

export class ProductPath {
  @Text('The SKU', 1, TEXT_MAX)
  readonly sku!: string;
}

export class CategoryPath {
  @Text('Code of a category', 1, TEXT_MAX)
  readonly categoryId!: string;
}

export class CataloguePath {
  @One('Which part of the catalogue', CATALOGUE_KINDS)
  readonly part!: CatalogueKind;
}

export class CatalogueUploadQuery {
  @Maybe()
  @One('`upsert`: rows of the file are added or changed; `replace`: and what is not in the file ends; `delete`: rows end', UPLOAD_MODES)
  readonly mode: UploadMode = 'upsert';
}

export class ProductsQuery extends PageQuery {
  @Maybe()
  @Text('Of this brand', 1, TEXT_MAX)
  readonly brand?: string;

  @Maybe()
  @Text('In this category or one below it', 1, TEXT_MAX)
  readonly category?: string;

  @Maybe()
  @Text('With this tag', 1, TEXT_MAX)
  readonly tag?: string;

  @Maybe()
  @One('With this flag', PRODUCT_FLAGS)
  readonly flag?: (typeof PRODUCT_FLAGS)[number];

  @Maybe()
  @One('Products that are not sold any more', ['true', 'false', 'all'])
  readonly retired: string = 'false';

  @Maybe()
  @Text('How the SKU or the name begins', 1, TEXT_MAX)
  readonly search?: string;
}

export class PutProductDto {
  @Maybe()
  @Text('What it is called', 0, NAME_MAX)
  readonly name: string = '';

  @Maybe()
  @Text('Its brand', 0, TEXT_MAX)
  readonly brand: string = '';

  @Maybe()
  @Texts('Its categories; those above them count by themselves', WORDS_MAX, TEXT_MAX)
  readonly categories: string[] = [];

  @Maybe()
  @Texts('Its tags', WORDS_MAX, TEXT_MAX)
  readonly tags: string[] = [];

  @Maybe()
  @AttributeMap('Free attributes')
  readonly attributes: Attributes = {};

  @MaybeNull()
  @Whole('Minor units, where a till sends no price; none: tills must send one', 0, AMOUNT_MAX)
  readonly unitPriceMinor?: number | null;

  @Maybe()
  @Whole('Minor units; a unit may not cost less', 0, AMOUNT_MAX)
  readonly minUnitPriceMinor: number = 0;

  @MaybeNull()
  @Whole('Minor units; what a unit costs the shop: discounts below it are warned of', 0, AMOUNT_MAX)
  readonly costMinor?: number | null;

  @Maybe()
  @Flag('Sold by weight or length: never split into units')
  readonly weighed: boolean = false;

  @Maybe()
  @Flag('False: no discount of line or receipt touches it')
  readonly discountable: boolean = true;

  @Maybe()
  @Flag('False: not paid with points')
  readonly burnable: boolean = true;

  @Maybe()
  @Flag('False: earns no points')
  readonly earning: boolean = true;
}

export class ProductDto {
  @Told({ type: String })
  readonly sku!: string;
  @Told({ type: String })
  readonly name!: string;
  @Told({ type: String })
  readonly brand!: string;
  @Told({ type: [String], description: 'Its own' })
  readonly categories!: readonly string[];
  @Told({ type: [String], description: 'Its categories with all above them, as rules see them' })
  readonly countsAs!: readonly string[];
  @Told({ type: [String] })
  readonly tags!: readonly string[];
  @Told({ type: 'object', additionalProperties: true })
  readonly attributes!: Attributes;
  @Told({ type: 'integer', nullable: true })
  readonly unitPriceMinor!: number | null;
  @Told({ type: 'integer' })
  readonly minUnitPriceMinor!: number;
  @Told({ type: 'integer', nullable: true, required: false, description: 'Absent for roles that may not see it' })
  readonly costMinor?: number | null;
  @Told({ type: Boolean })
  readonly weighed!: boolean;
  @Told({ type: Boolean })
  readonly discountable!: boolean;
  @Told({ type: Boolean })
  readonly burnable!: boolean;
  @Told({ type: Boolean })
  readonly earning!: boolean;
  @Told({ type: String, format: 'date-time', nullable: true })
  readonly retiredAt!: Date | null;
  @Told({ type: 'integer', description: 'The ETag' })
  readonly revision!: number;
  @Told({ type: String, format: 'date-time' })
  readonly updatedAt!: Date;
}

export class ProductPageDto extends PageOf(ProductDto) {}

export class RetireProductDto {
  @Text('Why, for the history', 1, 500, true)
  readonly reason!: string;
}

export class CategoriesQuery extends PageQuery {
  @Maybe()
  @Text('Directly below this one', 1, TEXT_MAX)
  readonly parent?: string;

  @Maybe()
  @Text('How the code or the name begins', 1, TEXT_MAX)
  readonly search?: string;
}

export class PutCategoryDto {
  @Maybe()
  @Text('What it is called', 0, NAME_MAX)
  readonly name: string = '';

  @MaybeNull()
  @Text('The category above it', 1, TEXT_MAX)
  readonly parent?: string | null;
}

export class CategoryDto {
  @Told({ type: String })
  readonly categoryId!: string;
  @Told({ type: String })
  readonly name!: string;
  @Told({ type: String, nullable: true })
  readonly parent!: string | null;
  @Told({ type: [String], description: 'Itself and all above it' })
  readonly path!: readonly string[];
  @Told({ type: 'integer', description: 'The ETag' })
  readonly revision!: number;
  @Told({ type: String, format: 'date-time' })
  readonly updatedAt!: Date;
}

export class CategoryPageDto extends PageOf(CategoryDto) {}

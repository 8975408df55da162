/** The columns of a product in the order of their values, each with its type and the columns of a file that fill it. */
export const PRODUCT_COLUMNS = {
  name: ['text', ['name']],
  categories: ['text[]', ['categories']],
  brand: ['text', ['brand']],
  tags: ['text[]', ['tags']],
  attributes: ['jsonb', ['attributes']],
  unit_price_minor: ['bigint', ['unit_price', 'unit_price_minor']],
  min_unit_price_minor: ['bigint', ['min_unit_price', 'min_unit_price_minor']],
  cost_minor: ['bigint', ['cost', 'cost_minor']],
  weighed: ['boolean', ['weighed']],
  discountable: ['boolean', ['discountable']],
  burnable: ['boolean', ['burnable']],
  earning: ['boolean', ['earning']],
} as const;

export const PRODUCTS_TABLE = {
  table: `sku text, ${Object.entries(PRODUCT_COLUMNS)
    .map(([name, [type]]) => `${name} ${type}`)
    .join(', ')}, retired boolean`,
};

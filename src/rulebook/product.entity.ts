import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A product, as administration searches and lists it. Written by `enrolProducts` alone, which counts the revision. */
@Entity({ schema: 'catalogue', name: 'product', synchronize: false })
export class ProductEntity {
  @PrimaryColumn({ type: 'text' })
  sku!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', array: true })
  categories!: string[];

  @Column({ type: 'text' })
  brand!: string;

  @Column({ type: 'text', array: true })
  tags!: string[];

  @Column({ type: 'jsonb' })
  attributes!: Record<string, string | number | boolean>;

  /** Minor units, as text: the driver does not squeeze a bigint into a float. */
  @Column({ name: 'unit_price_minor', type: 'bigint', nullable: true })
  unitPriceMinor!: string | null;

  @Column({ name: 'min_unit_price_minor', type: 'bigint' })
  minUnitPriceMinor!: string;

  @Column({ name: 'cost_minor', type: 'bigint', nullable: true })
  costMinor!: string | null;

  @Column({ type: 'boolean' })
  weighed!: boolean;

  @Column({ type: 'boolean' })
  discountable!: boolean;

  @Column({ type: 'boolean' })
  burnable!: boolean;

  @Column({ type: 'boolean' })
  earning!: boolean;

  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;

  @Column({ type: 'bigint' })
  revision!: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}

/** Where the record is not what a till would send; each kind is counted, and only the first cannot be priced at all. */
import type { RealLine } from './real-receipt.js';

export type Quirk =
  | 'quantity 0'
  | 'coupon above the price'
  | 'fuel, by volume'
  | 'price that does not divide by the quantity'
  | 'nothing to pay before coupons';

/** Nothing was sold, so there is no line to price. */
export const isUnsold = (line: RealLine): boolean => line.qty === 0;

/** Sent as one piece at the price of the line: its price for one unit is no whole number of cents. */
export const isOnePiece = (line: RealLine): boolean => line.unit_regular === undefined || line.unit_card === undefined;

/** The record goes below zero; no line of ours does. */
export const isBelowZero = (line: RealLine): boolean => line.paid < 0;

export function quirksOf(line: RealLine): Quirk[] {
  if (isUnsold(line)) return ['quantity 0'];
  const found: Quirk[] = [];
  if (isBelowZero(line)) found.push('coupon above the price');
  if (isOnePiece(line)) found.push(line.fuel === 1 ? 'fuel, by volume' : 'price that does not divide by the quantity');
  if (line.sales === 0) found.push('nothing to pay before coupons');
  return found;
}

/** What is sent for a document. Everything comes out of the document alone, so that a second run sends the same bytes. */
import { instantOf } from '../../../core/time.js';
import type { Line } from '../../grpc/generated/tallystick/v1/Line.js';
import type { LineQuantity } from '../../grpc/generated/tallystick/v1/LineQuantity.js';
import type { ReturnRequest } from '../../grpc/generated/tallystick/v1/ReturnRequest.js';
import type { SaleRequest } from '../../grpc/generated/tallystick/v1/SaleRequest.js';
import type { RecordLine, ReplayRecord } from './record.js';

const MILLI = 1000;

/** A return names its sale by the file's id alone, so the sale is booked under a key made of it. */
export const saleKey = (recordId: string): string => `replay/${recordId}`;

export function saleRequest(record: ReplayRecord, zone: string): SaleRequest {
  return {
    idempotencyKey: saleKey(record.id),
    receipt: {
      businessDate: record.time.slice(0, 10),
      receiptNumber: record.id,
      purchasedAtMs: instantOf(record.time, zone),
      cardNumber: record.card ?? '',
      lines: record.lines.map(toLine),
    },
  };
}

function toLine(line: RecordLine, index: number): Line {
  const base = { lineNumber: index + 1, sku: line.sku, quantityMilli: line.qty * MILLI, unitPriceMinor: line.unit };
  if (!line.svc) return base;
  return { ...base, categories: ['service'], notDiscountable: true, notBurnable: true, notEarning: true };
}

/** The part of a return document that goes against one sale. */
export interface ReturnPart {
  readonly saleRecordId: string;
  readonly lines: readonly LineQuantity[];
}

export interface ReturnPlan {
  readonly parts: readonly ReturnPart[];
  /** Lines, or rests of lines, that no sale is known for. */
  readonly linesWithoutReference: number;
}

/** One part for each sale the document refers to, in order of their first mention; each line of a sale at most once. */
export function planReturn(record: ReplayRecord): ReturnPlan {
  const sales = new Map<string, Map<number, number>>();
  let linesWithoutReference = 0;
  for (const { ref = [], qty } of record.lines) {
    let referred = 0;
    for (const [saleId, lineNumber, pieces] of ref) {
      const lines = sales.get(saleId) ?? new Map<number, number>();
      lines.set(lineNumber, (lines.get(lineNumber) ?? 0) + pieces * MILLI);
      sales.set(saleId, lines);
      referred += pieces;
    }
    if (referred < -qty) linesWithoutReference++;
  }
  const parts = [...sales].map(([saleRecordId, lines]) => ({
    saleRecordId,
    lines: [...lines].sort(([a], [b]) => a - b).map(([lineNumber, quantityMilli]) => ({ lineNumber, quantityMilli })),
  }));
  return { parts, linesWithoutReference };
}

export function returnRequest(record: ReplayRecord, part: ReturnPart, saleId: string, zone: string): ReturnRequest {
  return {
    saleId,
    receipt: { businessDate: record.time.slice(0, 10), receiptNumber: `${record.id}/${part.saleRecordId}` },
    returnedAtMs: instantOf(record.time, zone),
    lines: [...part.lines],
    reason: 'replay',
  };
}

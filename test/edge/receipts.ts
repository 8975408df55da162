/** Receipts to send, and how to spoil them. */
export const line = (over: object = {}): Record<string, unknown> => ({
  lineNumber: 1,
  sku: 'A',
  quantityMilli: 1000,
  unitPriceMinor: 250,
  ...over,
});

export const receipt = (over: object = {}): Record<string, unknown> => ({
  businessDate: '2026-11-02',
  receiptNumber: '1001',
  lines: [line()],
  ...over,
});

export const lines = (count: number): Record<string, unknown>[] => Array.from({ length: count }, (_, i) => line({ lineNumber: i + 1 }));

export const names = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 'x']));

/** Reads a Receipt in proto JSON form: camelCase or the proto's own names, int64 as numbers or texts. A field we do not know is an error. */
import { readFileSync } from 'node:fs';
import type { Receipt } from '../../grpc/generated/tallystick/v1/Receipt.js';

type Fields = Readonly<Record<string, Readonly<Record<string, true | Shape>>>>;
type Shape = 'line' | 'tender';

const yes = (names: string): Record<string, true> => Object.fromEntries(names.split(' ').map((name) => [name, true]));

const FIELDS: Fields = {
  receipt: {
    ...yes('storeId terminalId businessDate receiptNumber purchasedAtMs currency channel cardNumber coupons attributes burnPoints burnMax'),
    lines: 'line',
    tenders: 'tender',
  },
  line: {
    ...yes('lineNumber sku quantityMilli unitPriceMinor amountMinor weighed minimumMinor categories brand tags attributes'),
    ...yes('notDiscountable notBurnable notEarning'),
  },
  tender: yes('type amountMinor'),
};

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export function readReceipt(file: string): Receipt {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
  return message(parsed, 'receipt', file) as Receipt;
}

function message(value: unknown, shape: 'receipt' | Shape, path: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${path} must be an object`);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const key = camel(name);
      const kind = FIELDS[shape]?.[key];
      if (kind === undefined) throw new Error(`${path}: a ${shape} has no field ${name}`);
      return [key, kind === true ? field : list(field, kind, `${path}: ${name}`)];
    }),
  );
}

function list(value: unknown, shape: Shape, path: string): object[] {
  if (!Array.isArray(value)) throw new Error(`${path} must be a list`);
  return value.map((item, index) => message(item, shape, `${path}[${index}]`));
}

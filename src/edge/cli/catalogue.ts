/** `npm run catalogue -- import FILE`: products and categories from and to CSV. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { announce } from '../../rulebook/announce.js';
import { exportCatalogue } from '../../rulebook/catalogue/export-catalogue.js';
import { CATALOGUE_KINDS, catalogueRows, takeCatalogue } from '../../rulebook/catalogue/take-upload.js';
import { runCommand, UsageError } from './engine/run-command.js';
import { liveTerms, modeOf, uploadCsv } from './upload/upload-csv.js';
import { withRulebook } from './with-rulebook.js';

const HELP = `npm run catalogue -- import FILE    products from a CSV file (- for standard input), all rows or none; in force at once
npm run catalogue -- export         all products as CSV, in the form that import takes

  --categories     the category tree instead of products
  --mode MODE      with import: upsert (default) adds and changes, replace also ends what is not in the file, delete ends what is
  --out FILE       with export: write there instead of to standard output

Products: sku, name, brand, categories (a|b), tags, attributes (JSON), unit_price, min_unit_price and cost (12.34, or as
..._minor 1234), weighed, discountable, burnable, earning, retired. What has no column in the file stays as it is.
Categories: category, name, parent.`;

const OPTIONS = {
  categories: { type: 'boolean', default: false },
  mode: { type: 'string', default: 'upsert' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What `npm run catalogue` does with its arguments; the exit code. */
export async function catalogueCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [verb = '', file = ''] = positionals;
  if (values.help) return (console.log(HELP), 0);
  if (positionals.length !== (verb === 'import' ? 2 : verb === 'export' ? 1 : -1)) throw new UsageError(HELP);
  const kind = CATALOGUE_KINDS[values.categories ? 1 : 0];
  const mode = modeOf(values.mode);
  return withRulebook(async (db, databaseUrl, announcer) => {
    if (verb === 'export') {
      const text = exportCatalogue(db, kind, true);
      await (values.out === undefined ? pipeline(text, process.stdout, { end: false }) : pipeline(text, createWriteStream(values.out)));
      return 0;
    }
    const rows = catalogueRows(kind, mode, (await liveTerms(db)).minorDigits);
    const answer = await uploadCsv(db, databaseUrl, file, { kind, listId: null, mode, rows }, takeCatalogue(kind, mode));
    if (answer === null) return 1;
    if (announcer !== null) await announce(announcer, 'catalogue');
    return 0;
  });
}

runCommand(import.meta.url, catalogueCommand);

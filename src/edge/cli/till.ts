/** `npm run till`: a small till on the terminal, or one receipt from a file. */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { QuoteResponse__Output } from '../grpc/generated/tallystick/v1/QuoteResponse.js';
import { connectEngine, type Engine } from './engine/client.js';
import { demoFile } from './engine/demo-file.js';
import { EngineError } from './engine/engine-error.js';
import { ENGINE_HELP, ENGINE_OPTIONS, locateEngine } from './engine/locate.js';
import { runCommand } from './engine/run-command.js';
import { readCatalogue, type Catalogue } from './till/catalogue.js';
import { NotUnderstood, parseCommand, TILL_HELP } from './till/command.js';
import { readReceipt } from './till/receipt-file.js';
import { TillSession } from './till/session.js';
import { renderBalance, renderQuote } from './till/slip.js';

const HELP = `npm run till -- [options]

A small till. Without --receipt it asks for commands:
${TILL_HELP}

  --receipt FILE        book one receipt, a Receipt of the proto as JSON, and print its slip
  --quote               with --receipt: price it only
  --json                with --receipt: print the whole answer as JSON
  --products FILE       names and shelf prices; default: the demo's
${ENGINE_HELP}

A refused receipt ends with 1 and its code and field on standard error.`;

const OPTIONS = {
  ...ENGINE_OPTIONS,
  receipt: { type: 'string' },
  quote: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  products: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const DEADLINE_MS = 3_000;
const PATIENCE_MS = 30_000;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return (console.log(HELP), 0);
  const target = locateEngine({ ...values, certKey: values['cert-key'] });
  const onRepeat = (error: EngineError, attempt: number): void => {
    if (attempt === 1) console.error(`No answer (${error.statusName}): sending the same call again …`);
  };
  const engine = connectEngine(target, { deadlineMs: DEADLINE_MS, patienceMs: PATIENCE_MS, onRepeat });
  const catalogue = readCatalogue(values.products ?? demoFile('products.json'));
  try {
    if (values.receipt !== undefined) return await bookFile(engine, values.receipt, catalogue, values);
    const terminal = target.demo === null ? '' : `, store ${target.demo.storeId}, terminal ${target.demo.terminalId}`;
    console.log(`Till at ${target.address}${terminal}. Type \`help\`.`);
    await converse(new TillSession(engine, catalogue));
    return 0;
  } finally {
    engine.close();
  }
}

async function bookFile(engine: Engine, file: string, catalogue: Catalogue, options: { quote: boolean; json: boolean }): Promise<number> {
  const receipt = readReceipt(file);
  if (options.quote)
    return print(await engine.quote({ receipt }), `Receipt ${receipt.receiptNumber ?? ''}, not booked`, catalogue, options.json);
  const answer = await engine.sale({ receipt });
  const title = `Receipt ${receipt.receiptNumber ?? ''}, ${answer.saleId}${answer.replayed ? ', booked before' : ''}`;
  return print(answer, title, catalogue, options.json);
}

function print(answer: QuoteResponse__Output, title: string, catalogue: Catalogue, json: boolean): number {
  if (json) {
    console.log(JSON.stringify(answer, null, 2));
    return 0;
  }
  console.log(renderQuote(answer.quote!, title, { product: (sku) => catalogue.find(sku)?.name ?? sku }));
  if (answer.balance !== null) console.log(renderBalance(answer.balance));
  return 0;
}

async function converse(session: TillSession): Promise<void> {
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: 'till> ' });
  input.prompt();
  for await (const line of input) {
    const shown = await answer(session, line);
    if (shown === null) break;
    if (shown !== '') console.log(shown);
    input.prompt();
  }
  input.close();
}

async function answer(session: TillSession, line: string): Promise<string | null> {
  try {
    return await session.handle(parseCommand(line));
  } catch (error) {
    if (error instanceof EngineError) return error.describe();
    if (error instanceof NotUnderstood) return error.message;
    throw error;
  }
}

runCommand(import.meta.url, main);

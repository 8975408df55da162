/** The till between two commands: the open basket, the receipt that was finished last, and what each command does to them. */
import type { GetSaleResponse__Output } from '../../grpc/generated/tallystick/v1/GetSaleResponse.js';
import type { Quote__Output } from '../../grpc/generated/tallystick/v1/Quote.js';
import type { Engine } from '../engine/client.js';
import { addLine, newBasket, toReceipt, type Basket } from './basket.js';
import { NotUnderstood, TILL_HELP, type Command } from './command.js';
import type { Catalogue } from './catalogue.js';
import { formatCount, formatMinor } from './format.js';
import { renderBalance, renderQuote, renderRefused, renderReturn, row } from './slip.js';

interface Finished {
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly businessDate: string;
}

export class TillSession {
  private basket: Basket;
  private quoted: { readonly basket: Basket; readonly quote: Quote__Output; readonly atMs: number } | null = null;
  private finished: Finished | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly catalogue: Catalogue,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.basket = newBasket(clock());
  }

  /** What to print; null to end. Refusals of the engine are thrown. */
  async handle(command: Command): Promise<string | null> {
    switch (command.do) {
      case 'nothing':
        return '';
      case 'help':
        return TILL_HELP;
      case 'quit':
        return null;
      case 'list':
        return this.list();
      case 'scan':
        return this.scan(command.sku, command.quantityMilli, command.unitPriceMinor);
      case 'remove':
        return this.priced({ ...this.basket, lines: this.basket.lines.filter((line) => line.lineNumber !== command.line) });
      case 'card':
        return this.priced({ ...this.basket, card: command.number });
      case 'coupon':
        return this.priced({ ...this.basket, coupons: [...this.basket.coupons, command.code] });
      case 'burn':
        return this.priced({ ...this.basket, burn: command.points });
      case 'why':
        return this.why();
      case 'balance':
        return this.balance();
      case 'pay':
        return this.pay();
      case 'return':
        return this.takeBack(command.line, command.quantityMilli);
      case 'void':
        return this.void();
      case 'new':
        return this.drop();
      case 'show':
        return this.show(command.receiptNumber, command.businessDate);
    }
  }

  private list(): string {
    const products = this.catalogue.products;
    if (products.length === 0) return 'No catalogue here: scan with SKU [QTY] @PRICE';
    return products
      .map(({ sku, name, priceMinor }) => row(`${sku.padEnd(12)} ${name}`, priceMinor === null ? '' : formatMinor(priceMinor)))
      .join('\n');
  }

  private async scan(typed: string, quantityMilli: number, price: number | null): Promise<string> {
    const sku = this.catalogue.find(typed)?.sku ?? typed;
    const unitPriceMinor = price ?? (await this.regularPrice(sku));
    return this.priced(addLine(this.basket, { sku, quantityMilli, unitPriceMinor }));
  }

  private async regularPrice(sku: string): Promise<number> {
    const known = this.catalogue.find(sku)?.priceMinor ?? (await this.engine.cardPrices({ skus: [sku] })).prices[0]?.regularPriceMinor ?? 0;
    if (known > 0) return known;
    throw new NotUnderstood(`No price is known for ${sku}: scan it with one, e.g. \`${sku} 1 @4.99\` (or type \`list\`, \`help\`)`);
  }

  /** Prices the changed basket; it becomes the open one only if the engine took it. */
  private async priced(basket: Basket): Promise<string> {
    if (basket.lines.length === 0) {
      this.basket = basket;
      this.quoted = null;
      return basket.card === '' ? 'The receipt is empty.' : `Card ${basket.card}. Scan something.`;
    }
    const atMs = this.clock().getTime();
    const { quote } = await this.engine.quote({ receipt: toReceipt(basket, atMs) });
    this.basket = basket;
    this.quoted = { basket, quote: quote!, atMs };
    return this.slip(quote!, `Receipt ${basket.receiptNumber}, open`);
  }

  private slip(quote: Quote__Output, title: string): string {
    return renderQuote(quote, title, { product: (sku) => this.catalogue.find(sku)?.name ?? sku });
  }

  private async why(): Promise<string> {
    if (this.basket.lines.length === 0) return 'The receipt is empty.';
    const { quote } = await this.engine.quote({ receipt: toReceipt(this.basket, this.clock().getTime()), explain: true });
    return renderRefused(quote!);
  }

  private async balance(): Promise<string> {
    if (this.basket.card === '') throw new NotUnderstood('No card: type card NUMBER first');
    const member = await this.engine.getMember({ cardNumber: this.basket.card });
    const lots = member.lots.map((lot) => {
      const until = lot.expiresAtMs === 0 ? 'do not expire' : `until ${new Date(lot.expiresAtMs).toISOString().slice(0, 10)}`;
      return row(`  ${lot.pending ? 'not active yet, ' : ''}${until}`, formatCount(lot.points));
    });
    return [renderBalance(member.balance!), ...lots].join('\n');
  }

  /** Books what the customer saw: if anything moved since, nothing is booked and the fresh slip is shown. */
  private async pay(): Promise<string> {
    if (this.quoted === null) throw new NotUnderstood('The receipt is empty.');
    const { basket, quote, atMs } = this.quoted;
    const receipt = toReceipt(basket, atMs);
    const answer = await this.engine.sale({ receipt, expectedFingerprint: quote.fingerprint });
    if (answer.outcome === 'BOOKING_OUTCOME_QUOTE_MOVED') {
      this.quoted = { basket, quote: answer.quote!, atMs };
      return `${this.slip(answer.quote!, `Receipt ${basket.receiptNumber}, CHANGED`)}\nNothing is booked yet: type \`pay\` to agree.`;
    }
    this.finish({ saleId: answer.saleId, receiptNumber: basket.receiptNumber, businessDate: basket.businessDate });
    const slip = this.slip(answer.quote!, `Receipt ${basket.receiptNumber} of ${basket.businessDate}, PAID`);
    return answer.balance === null ? slip : `${slip}\n${renderBalance(answer.balance)}`;
  }

  private finish(finished: Finished): void {
    this.finished = finished;
    this.basket = newBasket(this.clock());
    this.quoted = null;
  }

  private async takeBack(lineNumber: number, quantityMilli: number): Promise<string> {
    const sale = this.finishedSale();
    const now = this.clock();
    const own = newBasket(now);
    const answer = await this.engine.return({
      saleId: sale.saleId,
      receipt: { businessDate: own.businessDate, receiptNumber: own.receiptNumber },
      returnedAtMs: now.getTime(),
      lines: [{ lineNumber, quantityMilli }],
      reason: 'returned at the till',
    });
    const slip = renderReturn(answer);
    return answer.balance === null ? slip : `${slip}\n${renderBalance(answer.balance)}`;
  }

  private async void(): Promise<string> {
    if (this.basket.lines.length > 0) return this.drop();
    const { saleId, receiptNumber, businessDate } = this.finishedSale();
    const answer = await this.engine.void({ saleId, businessDate, reason: 'voided at the till' });
    this.finished = null;
    const points = `${formatCount(answer.clawbackPoints)} points taken back, ${formatCount(answer.giveBackPoints)} restored`;
    return `Receipt ${receiptNumber} is void: ${points}.`;
  }

  private drop(): string {
    this.basket = newBasket(this.clock());
    this.quoted = null;
    return 'A new receipt.';
  }

  private finishedSale(): Finished {
    if (this.finished === null) throw new NotUnderstood('No finished receipt: pay first, or call one up with show NUMBER [DATE]');
    return this.finished;
  }

  private async show(receiptNumber: string, date: string): Promise<string> {
    const businessDate = date || this.basket.businessDate;
    const sale: GetSaleResponse__Output = await this.engine.getSale({ receipt: { businessDate, receiptNumber } });
    this.finished = { saleId: sale.saleId, receiptNumber, businessDate };
    const status = sale.status.replace('SALE_STATUS_', '').replace('_', ' ').toLowerCase();
    return this.slip(sale.quote!, `Receipt ${receiptNumber} of ${businessDate}, ${status}`);
  }
}

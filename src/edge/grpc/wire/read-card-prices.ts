/** The request of a listing page, straight from bytes: hundreds of SKUs, each of which the general codec would copy twice. */
import type { CardPricesRequest__Output } from '../generated/tallystick/v1/CardPricesRequest.js';
import { BYTES, ForwardReader } from './forward-reader.js';

export function readCardPricesRequest(bytes: Buffer): CardPricesRequest__Output {
  const from = new ForwardReader(bytes);
  const request: CardPricesRequest__Output = { skus: [], cardNumber: '', storeId: '', channel: '' };
  while (from.hasMore) {
    const tag = from.integer();
    switch (tag) {
      case (1 << 3) | BYTES:
        request.skus.push(from.text());
        break;
      case (2 << 3) | BYTES:
        request.cardNumber = from.text();
        break;
      case (3 << 3) | BYTES:
        request.storeId = from.text();
        break;
      case (4 << 3) | BYTES:
        request.channel = from.text();
        break;
      default:
        from.skip(tag);
    }
  }
  return request;
}

/** What the scripts know of the shop they load: written by `npm run bench:k6`, or by hand for an engine of your own. */
export interface ShopFile {
  /** gRPC, as HOST:PORT. */
  readonly address: string;
  /** REST, as http://HOST:PORT. */
  readonly url: string;
  readonly tls: boolean;
  /** Keys of terminals; a till takes one of them. */
  readonly terminalKeys: readonly string[];
  /** A key with the role `operator`. */
  readonly adminKey: string;
  /** The store of the first terminal, for look-ups over REST. */
  readonly storeId: string;
  /** Card numbers, those that come most often at the start. */
  readonly cards: readonly string[];
  readonly goods: readonly Goods[];
}

export interface Goods {
  readonly sku: string;
  readonly unitPriceMinor: number;
  readonly weighed: boolean;
  readonly categories: readonly string[];
  readonly brand: string;
}

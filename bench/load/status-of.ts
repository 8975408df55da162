/** `grpc-status` as every encoder writes the name: in the Huffman code of HPACK, since that is shorter, after its length. */
const NAME = Buffer.from('889acac8b21234da8f', 'hex');
const PLAIN = Buffer.from('\x0bgrpc-status', 'latin1');

/** The gRPC status in a block of headers, or null where it holds none. A number of two digits never gets shorter, so it stands there plainly. */
export function statusOf(block: Buffer): number | null {
  const at = block.indexOf(NAME);
  if (at >= 0) return numberAt(block, at + NAME.length);
  const plain = block.indexOf(PLAIN);
  return plain >= 0 ? numberAt(block, plain + PLAIN.length) : null;
}

function numberAt(block: Buffer, at: number): number {
  const length = block[at]!;
  return Number(block.toString('latin1', at + 1, at + 1 + length));
}

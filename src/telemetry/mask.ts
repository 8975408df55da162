/** What may not be readable in a log: card numbers keep their last four characters, credentials nothing. */

/** `6001234567891234` → `****1234`. A short number shows nothing. */
export function maskCard(cardNumber: string): string {
  return cardNumber.length <= 8 ? '****' : `****${cardNumber.slice(-4)}`;
}

/** Free text may quote what a caller sent: runs of 8 digits and more are masked like a card, bearer tokens and passwords of URLs go. */
export function maskText(text: string): string {
  return text
    .replace(/\b(Bearer\s+)\S+/gi, '$1[hidden]')
    .replace(/(:\/\/[^\s:/@]*:)[^\s@]*@/g, '$1[hidden]@')
    .replace(/(?<![\w-])\d{8,}(?![\w-])/g, maskCard);
}

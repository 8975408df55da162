/** Cases in which we answer otherwise on purpose, by id, each with its reason. */
export const CHOICES: ReadonlyMap<string, string> = new Map([
  [
    'tigerbeetle-09',
    'A call that was refused leaves its key free: a till that had too few points or a wrong hold mends the call and sends it again. What a key guards is an effect, and there was none.',
  ],
  [
    'numscript-09',
    'What the floors leave goes one each to the largest fractions (15 over 80/15/5 is 12/2/1, as near as whole points come to 12/2.25/0.75), not to the first.',
  ],
]);

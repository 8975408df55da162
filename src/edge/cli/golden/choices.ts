/** Cases in which we answer otherwise on purpose, by id, each with its reason. */
export const CHOICES: ReadonlyMap<string, string> = new Map<string, string>();

/** The known name that a mistyped one most likely means, or null where none is near. */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.min(3, name.length >> 1) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

/** `, did you mean x?` or nothing, to end a sentence about an unknown name. */
export function suggestion(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === null ? '' : `; did you mean \`${meant}\`?`;
}

/** The sentence about a name that is nowhere defined. */
export function unknownName(what: string, name: string, known: Iterable<string>): string {
  const hint = suggestion(name, known);
  return `There is no ${what} \`${name}\`${hint === '' ? '.' : hint}`;
}

/** Insertions, deletions and replacements between two texts; stops at `most`. */
function editDistance(a: string, b: string, most: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
    }
    if (Math.min(...row) >= most) return most;
    previous = row;
  }
  return previous[b.length]!;
}

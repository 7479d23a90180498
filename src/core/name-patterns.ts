/** Patterns of names, compiled once, so that asking splits and allocates nothing. */
export interface NamePatterns {
  /** Whether one of the patterns fits the whole name. Capitals count. */
  fits(name: string): boolean;
}

/** Compiles patterns in which `*` stands for any run of characters, none included. */
export function compilePatterns(patterns: readonly string[]): NamePatterns {
  const names = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const wildcards = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return { fits: (name) => names.has(name) || fitsAny(wildcards, name) };
}

function fitsAny(wildcards: readonly (readonly string[])[], name: string): boolean {
  for (const pieces of wildcards) {
    if (fitsPieces(pieces, name)) {
      return true;
    }
  }
  return false;
}

/** What stands between the stars, in its order. Greedy from the left, so it needs no regular expression. */
function fitsPieces(pieces: readonly string[], name: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces[pieces.length - 1] ?? '';
  if (!name.startsWith(first) || !name.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (let index = 1; index < pieces.length - 1; index += 1) {
    const piece = pieces[index] ?? '';
    const found = name.indexOf(piece, at);
    if (found === -1) {
      return false;
    }
    at = found + piece.length;
  }
  return name.length - last.length >= at;
}

// Orders texts by code point, as SQLite does, where JavaScript would order by UTF-16 unit.

/** Negative, zero or positive, as a comparator answers. */
export function compareByCodePoint(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index += 1) {
    if (one.charCodeAt(index) === other.charCodeAt(index)) continue
    return rank(one.charCodeAt(index)) - rank(other.charCodeAt(index))
  }
  return one.length - other.length
}

/** Surrogates stand for code points above every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

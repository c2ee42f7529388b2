// Comments in pages, and other stretches between an opening and a closing mark. A page may begin a hundred thousand of them and close none: what closes none is looked
// for once, so that the time it takes follows from the length of the page alone.

export interface Marks {
  readonly opens: RegExp
  readonly closes: RegExp
}

export const htmlComments: Marks = { opens: /<!--/g, closes: /-->/g }
export const liquidComments: Marks = { opens: /\{%-?\s*comment\s*-?%\}/g, closes: /\{%-?\s*endcomment\s*-?%\}/g }

/** The text with each stretch, marks and all, replaced by what `put` makes of it. What is never closed stays. */
export function replaceEnclosed(text: string, marks: readonly Marks[], put: (stretch: string) => string): string {
  const next = marks.map((one) => ({ ...one, at: find(one.opens, text, 0) }))
  let replaced = ''
  let done = 0
  for (;;) {
    const first = next.filter(({ at }) => at !== undefined).sort((one, other) => (one.at?.index ?? 0) - (other.at?.index ?? 0))[0]
    if (first?.at === undefined) return replaced + text.slice(done)
    const close = find(first.closes, text, first.at.end)
    if (close === undefined) first.at = undefined
    else {
      replaced += text.slice(done, first.at.index) + put(text.slice(first.at.index, close.end))
      done = close.end
      for (const one of next) if (one.at !== undefined && one.at.index < done) one.at = find(one.opens, text, done)
    }
  }
}

function find(pattern: RegExp, text: string, from: number): { readonly index: number; readonly end: number } | undefined {
  pattern.lastIndex = from
  const found = pattern.exec(text)
  return found === null ? undefined : { index: found.index, end: found.index + found[0].length }
}

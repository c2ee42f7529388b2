// Where a word of a template stands. The library counts lines and columns from the beginning of the text for every word that it is asked about, which for a page
// of seventy thousand placeholders took the better part of a minute; here the lines of a text are found once.

import { Token } from 'liquidjs'

interface Lines {
  readonly input: string
  /** Where each line begins. */
  readonly starts: readonly number[]
}

let last: Lines | undefined

/** Makes the library look places up; done once, when the language is loaded. */
export function lookPlacesUp(): void {
  Token.prototype.getPosition = function position(this: Pick<Token, 'input' | 'begin'>): [number, number] {
    last = last?.input === this.input ? last : { input: this.input, starts: startsOf(this.input) }
    const line = lineAt(last.starts, this.begin)
    return [line + 1, this.begin - (last.starts[line] ?? 0) + 1]
  }
}

function startsOf(input: string): readonly number[] {
  const starts = [0]
  for (let at = input.indexOf('\n'); at !== -1; at = input.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The last line that begins at or before a place. */
function lineAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

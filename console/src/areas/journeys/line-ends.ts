// Where the lines of the drawing begin and end, and where what is said on them stands, in the order in which it is read: from the top down, from left to
// right. Pure arithmetic.

import type { Layout, Line, Placed } from './graph-layout.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Ends {
  readonly line: Line
  readonly source: Point
  readonly target: Point
}

/** The way that a line is, where it is one, and a + that puts a step there. */
export interface Sign {
  readonly id: string
  readonly at: Point
  readonly branch: Line['branch']
  /** The card that the line begins at. */
  readonly from: string
  readonly place: Pick<Line, 'list' | 'at'>
}

/** Where each line begins and ends. */
export function endsOf({ cards, lines }: Layout): readonly Ends[] {
  const byId = new Map(cards.map((card) => [card.id, card]))
  return lines.flatMap((line) => {
    const [from, to] = [byId.get(line.from), byId.get(line.to)]
    return from === undefined || to === undefined ? [] : [{ line, source: bottomOf(from), target: { x: to.x + to.width / 2, y: to.y } }]
  })
}

function bottomOf({ x, y, width, height }: Placed): Point {
  return { x: x + width / 2, y: y + height }
}

/** What stands on the lines. Whoever goes through the page goes through it as through the drawing. */
export function signsOf(ends: readonly Ends[]): readonly Sign[] {
  return ends.flatMap(signsOn).sort((one, other) => one.at.y - other.at.y || one.at.x - other.at.x)
}

function signsOn({ line, source, target }: Ends): readonly Sign[] {
  const { id, branch, from, joins } = line
  const above = { x: source.x, y: source.y + 14 }
  const below = { x: target.x, y: Math.max(target.y - 15, source.y + 10) }
  if (joins === undefined) return [{ id, at: below, branch, from, place: line }]
  // Lines come together: below each its own +, and one for all of them where they meet.
  const own: readonly Sign[] = line.from.endsWith('.pass') ? [] : [{ id, at: above, branch, from, place: line }]
  return joins === 'as another' ? own : [...own, { id: `${id} together`, at: below, branch: undefined, from, place: joins }]
}

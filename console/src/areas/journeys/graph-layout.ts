// Where the cards of a journey stand: steps below one another, ways side by side, and below them whatever they lead to together. Computed from the tree
// alone, so that nobody arranges anything by hand: no card lies on another, and every edge goes down. One visit of each step.

import type { Branch, JourneyTree, StepNode } from './step-tree.ts'

export interface Placed {
  readonly id: string
  readonly type: 'trigger' | 'step' | 'exit'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly step?: StepNode
  readonly trigger?: JourneyTree['triggers'][number]
}

export interface Line {
  readonly id: string
  readonly from: string
  readonly to: string
  /** The way it is: its branch, for a label. */
  readonly branch?: Branch
  /** Where something new would stand. */
  readonly list: readonly (string | number)[]
  readonly at: number
}

export interface Layout {
  readonly cards: readonly Placed[]
  readonly lines: readonly Line[]
}

export const cardWidth = 240
const cardHeight = 78
const rowHeight = 26
const exitHeight = 30
const exitWidth = 130
const gapX = 32
const gapY = 64

/** A part of the drawing, from its own left upper corner. */
interface Block {
  readonly width: number
  readonly height: number
  readonly cards: Placed[]
  readonly lines: Line[]
  /** What leads on from it, with the way that it is on. */
  readonly open: readonly { readonly from: string; readonly branch?: Branch; readonly list: readonly (string | number)[]; readonly at: number }[]
  /** Where its first card is entered: half of the way through its width. */
  readonly first: string | undefined
}

/** The drawing of a whole journey. */
export function layoutJourney(tree: JourneyTree): Layout {
  const triggers = tree.triggers
  const row = triggers.length * (cardWidth + gapX) - gapX
  const body = blockOf(tree.steps, ['steps'])
  const width = Math.max(row, body.width)
  const top = triggers.length === 0 ? 0 : cardHeight + gapY
  const cards: Placed[] = triggers.map((trigger, index) => ({
    id: trigger.place,
    type: 'trigger',
    x: (width - row) / 2 + index * (cardWidth + gapX),
    y: 0,
    width: cardWidth,
    height: cardHeight,
    trigger,
  }))
  const lines: Line[] = []
  for (const card of body.cards) cards.push({ ...card, x: card.x + (width - body.width) / 2, y: card.y + top })
  lines.push(...body.lines)
  const exit: Placed = {
    id: 'exit',
    type: 'exit',
    x: (width - exitWidth) / 2,
    y: top + body.height + (body.height === 0 ? 0 : gapY),
    width: exitWidth,
    height: exitHeight,
  }
  if (body.open.length > 0 || tree.steps.length === 0) cards.push(exit)
  const entered = body.first ?? 'exit'
  for (const trigger of triggers) lines.push({ id: `${trigger.place}>`, from: trigger.place, to: entered, list: ['steps'], at: 0 })
  for (const one of body.open) lines.push(lineOf(one, 'exit'))
  return { cards, lines }
}

function lineOf(open: Block['open'][number], to: string): Line {
  const { from, branch, list, at } = open
  return { id: `${from}>${branch?.place ?? ''}>${to}`, from, to, list, at, ...(branch && { branch }) }
}

/** Steps below one another, each in the middle. */
function blockOf(steps: readonly StepNode[], list: readonly (string | number)[]): Block {
  const parts = steps.map((step) => partOf(step))
  const width = Math.max(0, ...parts.map((part) => part.width))
  const cards: Placed[] = []
  const lines: Line[] = []
  let y = 0
  let open: Block['open'] = []
  for (const [index, part] of parts.entries()) {
    const x = (width - part.width) / 2
    for (const card of part.cards) cards.push({ ...card, x: card.x + x, y: card.y + y })
    lines.push(...part.lines)
    if (index > 0) for (const one of open) lines.push(lineOf(one, part.first as string))
    y += part.height + gapY
    const place = steps[index] as StepNode
    open = part.open.map((one) => (one.from === place.place && one.branch === undefined ? { ...one, list, at: index + 1 } : one))
  }
  return { width, height: Math.max(0, y - gapY), cards, lines, open, first: parts[0]?.first }
}

/** One step, with its ways below it. */
function partOf(step: StepNode): Block {
  const height = cardHeight + (step.kind === 'on' || step.kind === 'choose' || step.kind === 'split' ? step.branches.length * rowHeight : 0)
  const card: Placed = { id: step.place, type: 'step', x: 0, y: 0, width: cardWidth, height, step }
  const list = step.path.slice(0, -1)
  const at = (step.path.at(-1) as number) + 1
  if (step.branches.length === 0) {
    return { width: cardWidth, height, cards: [card], lines: [], open: step.isEnd ? [] : [{ from: step.place, list, at }], first: step.place }
  }
  const ways = step.branches.map((branch) => ({ branch, block: blockOf(branch.steps, branch.list) }))
  const wide = ways.map(({ block }) => Math.max(block.width, cardWidth * 0.6))
  const total = wide.reduce((sum, one) => sum + one + gapX, -gapX)
  const width = Math.max(cardWidth, total)
  const cards: Placed[] = [{ ...card, x: (width - cardWidth) / 2 }]
  const lines: Line[] = []
  const open: Block['open'][number][] = []
  let x = (width - total) / 2
  let deepest = 0
  for (const [index, { branch, block }] of ways.entries()) {
    const own = wide[index] as number
    const left = x + (own - block.width) / 2
    for (const inner of block.cards) cards.push({ ...inner, x: inner.x + left, y: inner.y + height + gapY })
    lines.push(...block.lines)
    if (block.first === undefined) open.push({ from: step.place, branch, list: branch.list, at: 0 })
    else lines.push({ id: `${step.place}>${branch.place}`, from: step.place, to: block.first, branch, list: branch.list, at: 0 })
    open.push(...block.open)
    deepest = Math.max(deepest, block.height)
    x += own + gapX
  }
  // Without a case for the rest, whoever fits none goes on.
  if (step.kind === 'choose' && !step.branches.some(({ value }) => Object.hasOwn(value, 'else'))) open.push({ from: step.place, list, at })
  return { width, height: height + (deepest === 0 ? 0 : gapY + deepest), cards, lines, open, first: step.place }
}

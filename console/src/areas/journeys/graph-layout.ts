// Where the cards of a journey stand: steps below one another, ways side by side, and below them whatever they lead to together. Computed from the tree
// alone, so that nobody arranges anything by hand: no card lies on another, and every edge goes down. One visit of each step.

import { type Rule, rulesOf } from './rules.ts'
import { type Branch, conditionOf, type JourneyTree, type StepNode } from './step-tree.ts'

export interface Placed {
  readonly id: string
  /** pass: a way without steps, or the rest that fits no case; so that its line has a column of its own. rule: what holds at every step. */
  readonly type: 'trigger' | 'step' | 'rule' | 'end' | 'pass'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly step?: StepNode
  readonly trigger?: JourneyTree['triggers'][number]
  readonly rule?: Rule
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
  /** Several lines come together in its end; something new below all of them would stand there. Only the first of them says where. */
  readonly joins?: { readonly list: readonly (string | number)[]; readonly at: number } | 'as another'
}

export interface Layout {
  readonly cards: readonly Placed[]
  readonly lines: readonly Line[]
}

export const cardWidth = 240
const cardHeight = 78
const rowHeight = 26
/** Two lines of what a trigger asks besides. */
const conditionHeight = 44
const endHeight = 30
/** For the longest word of all languages and a number. */
const endWidth = 176
const passSize = 8
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
  const rules = ruleCards(tree, (width + row) / 2 + 2 * gapX)
  const heights = triggers.map(({ value }) => cardHeight + (conditionOf(value) === undefined ? 0 : conditionHeight))
  const top = triggers.length === 0 ? 0 : Math.max(...heights, ...rules.map(({ height }) => height)) + gapY
  const cards: Placed[] = triggers.map((trigger, index) => ({
    id: trigger.place,
    type: 'trigger',
    x: (width - row) / 2 + index * (cardWidth + gapX),
    y: 0,
    width: cardWidth,
    height: heights[index] ?? cardHeight,
    trigger,
  }))
  const lines: Line[] = []
  for (const card of body.cards) cards.push({ ...card, x: card.x + (width - body.width) / 2, y: card.y + top })
  lines.push(...body.lines)
  cards.push(...rules)
  const end: Placed = {
    id: 'end',
    type: 'end',
    x: (width - endWidth) / 2,
    y: top + body.height + (body.height === 0 ? 0 : gapY),
    width: endWidth,
    height: endHeight,
  }
  if (body.open.length > 0 || tree.steps.length === 0) cards.push(end)
  const entered = body.first ?? 'end'
  for (const trigger of triggers) lines.push({ id: `${trigger.place}>`, from: trigger.place, to: entered, list: ['steps'], at: 0 })
  lines.push(...joined(body.open, { to: 'end', list: ['steps'], at: tree.steps.length }))
  return { cards, lines }
}

/** What holds at every step, beside the triggers: no line leads to it. */
function ruleCards(tree: JourneyTree, left: number): readonly Placed[] {
  return rulesOf(tree)
    .filter(({ values }) => values.length > 0)
    .map((rule, index) => {
      const rows = rule.values.length > 1 ? rule.values.length : 0
      const card = { x: left + index * (cardWidth + gapX), y: 0, width: cardWidth, height: cardHeight + rows * rowHeight }
      return { id: rule.place, type: 'rule', ...card, rule }
    })
}

function lineOf(open: Block['open'][number], to: string): Line {
  const { from, branch, list, at } = open
  return { id: `${from}>${branch?.place ?? ''}>${to}`, from, to, list, at, ...(branch && { branch }) }
}

/** Lines that lead to one card. */
function joined(
  open: Block['open'],
  { to, list, at }: { readonly to: string; readonly list: readonly (string | number)[]; readonly at: number },
): readonly Line[] {
  if (open.length < 2) return open.map((one) => lineOf(one, to))
  return open.map((one, index) => ({ ...lineOf(one, to), joins: index === 0 ? { list, at } : 'as another' }))
}

/** A way without steps. */
function passOf(id: string, list: readonly (string | number)[], at: number): Block {
  const card: Placed = { id, type: 'pass', x: 0, y: 0, width: passSize, height: passSize }
  return { width: passSize, height: passSize, cards: [card], lines: [], open: [{ from: id, list, at }], first: id }
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
    if (index > 0) lines.push(...joined(open, { to: part.first as string, list, at: index }))
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
  const ways: { readonly branch: Branch | undefined; readonly block: Block }[] = step.branches.map((branch) => ({
    branch,
    block: branch.steps.length === 0 ? passOf(`${branch.place}.pass`, branch.list, 0) : blockOf(branch.steps, branch.list),
  }))
  // Without a case for the rest, whoever fits none goes on.
  if (step.kind === 'choose' && !step.branches.some(({ value }) => Object.hasOwn(value, 'else'))) {
    ways.push({ branch: undefined, block: passOf(`${step.place}.pass`, list, at) })
  }
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
    const way = branch === undefined ? { list, at } : { branch, list: branch.list, at: 0 }
    lines.push({ id: `${step.place}>${block.first}`, from: step.place, to: block.first as string, ...way })
    open.push(...block.open)
    deepest = Math.max(deepest, block.height)
    x += own + gapX
  }
  return { width, height: height + gapY + deepest, cards, lines, open, first: step.place }
}

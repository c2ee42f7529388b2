// Changes of a page's text at the place of one block. What is not named stays as it is, byte for byte.

import type { Block, Slot } from './outline.ts'
import type { ElementNode, Span } from './page-tree.ts'

/** A text with what was changed, and where the block stands in it now. */
export interface Edited {
  readonly source: string
  readonly at: number
}

/** A place between blocks: before the one with this number, or behind all. */
export interface Place {
  readonly slot: Slot
  readonly index: number
}

/** The text with a stretch of it replaced. */
export function replaced(source: string, { begin, end }: Span, text: string): string {
  return source.slice(0, begin) + text + source.slice(end)
}

/** The element with an attribute set, in its place when it was there; taken away when the value is undefined. */
export function withAttribute(source: string, element: ElementNode, name: string, value: string | undefined): string {
  const known = element.attributes.find((one) => one.name === name)
  if (value === undefined) {
    if (known === undefined) return source
    const gap = /\s*$/.exec(source.slice(element.nameEnd, known.begin))?.[0].length ?? 0
    return replaced(source, { begin: known.begin - gap, end: known.end }, '')
  }
  if (known === undefined) return replaced(source, { begin: element.nameEnd, end: element.nameEnd }, ` ${name}="${quoted(value, '"')}"`)
  return replaced(source, { begin: known.valueBegin, end: known.end - 1 }, quoted(value, known.quote))
}

/** A value as it may stand between these quotes: inside of Liquid the other ones are taken, elsewhere they are written as what they mean. */
export function quoted(value: string, quote: string): string {
  const other = quote === '"' ? "'" : '"'
  return value.replaceAll(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|["']/g, (found, liquid?: string) => {
    if (liquid !== undefined) return liquid.includes(other) ? liquid : liquid.replaceAll(quote, other)
    return found === quote ? (quote === '"' ? '&quot;' : '&#39;') : found
  })
}

/** A value as a person reads it. */
export function unquoted(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}

/** What an element's attribute says; undefined when it does not say it. */
export function attributeOf(element: ElementNode, name: string): string | undefined {
  const value = element.attributes.find((one) => one.name === name)?.value
  return value === undefined ? undefined : unquoted(value)
}

/** The text with a block at a place. What is new is told its indent; what is moved stays as it is. */
export function inserted(source: string, place: Place, block: string | ((indent: string) => string)): Edited {
  const { slot, index } = place
  const indented = (indent: string): string => (typeof block === 'string' ? block : block(indent))
  const next = slot.blocks[index]
  if (next !== undefined) {
    const indent = indentAt(source, next.begin)
    return { source: replaced(source, { begin: next.begin, end: next.begin }, `${indented(indent)}\n${indent}`), at: next.begin }
  }
  const last = slot.blocks.at(-1)
  if (last !== undefined) {
    const indent = indentAt(source, last.begin)
    return { source: replaced(source, { begin: last.end, end: last.end }, `\n${indent}${indented(indent)}`), at: last.end + 1 + indent.length }
  }
  const { begin, end } = slot.inside
  const outer = indentAt(source, source.lastIndexOf('<', Math.max(0, begin - 1)))
  const indent = `${outer}  `
  const gap = source.slice(begin, end).trim() === '' ? { begin, end } : { begin, end: begin }
  return { source: replaced(source, gap, `\n${indent}${indented(indent)}\n${outer}`), at: begin + 1 + indent.length }
}

/** The text without a block, and without the line that would be empty. */
export function removed(source: string, span: Span): string {
  return replaced(source, lineOf(source, span), '')
}

/** The text with a block at another place. Undefined when the place is in the block itself. */
export function moved(source: string, block: Block, place: Place): Edited | undefined {
  const { slot, index } = place
  const target = slot.blocks[index]?.begin ?? slot.blocks.at(-1)?.end ?? slot.inside.begin
  if (target > block.begin && target < block.end) return undefined
  if (slot.blocks[index]?.begin === block.begin || slot.blocks[index - 1]?.begin === block.begin) return { source, at: block.begin }
  const text = source.slice(block.begin, block.end)
  const put = inserted(source, place, text)
  const added = put.source.length - source.length
  const isBefore = put.at <= block.begin
  const shift = isBefore ? added : 0
  const rest = removed(put.source, { begin: block.begin + shift, end: block.end + shift })
  const gone = put.source.length - rest.length
  return { source: rest, at: isBefore ? put.at : put.at - gone }
}

/** The text with a block twice. */
export function doubled(source: string, block: Block): Edited {
  const indent = indentAt(source, block.begin)
  const text = source.slice(block.begin, block.end)
  return { source: replaced(source, { begin: block.end, end: block.end }, `\n${indent}${text}`), at: block.end + 1 + indent.length }
}

/** The text with a block between two tags, such as {% if … %} and {% endif %}. */
export function wrapped(source: string, block: Span, tags: { readonly open: string; readonly close: string }): Edited {
  const indent = indentAt(source, block.begin)
  const text = source.slice(block.begin, block.end)
  return { source: replaced(source, block, `${tags.open}\n${indent}${text}\n${indent}${tags.close}`), at: block.begin }
}

/** The text without the tags around what a branch holds; what is shown otherwise goes with them. */
export function unwrapped(source: string, block: Block): Edited {
  if (block.branch === undefined) return { source, at: block.begin }
  const { begin, end } = block.branch.inside
  const otherwise = block.slots[0]?.blocks.find(({ kind }) => kind === 'otherwise')
  return { source: replaced(source, block, source.slice(begin, otherwise?.begin ?? end).trim()), at: block.begin }
}

/** What stands before it on its line, when that is only space. */
function indentAt(source: string, at: number): string {
  const before = source.slice(source.lastIndexOf('\n', at - 1) + 1, at)
  return /^[ \t]*$/.test(before) ? before : ''
}

function lineOf(source: string, { begin, end }: Span): Span {
  const lineBegin = source.lastIndexOf('\n', begin - 1) + 1
  const lineEnd = source.indexOf('\n', end)
  const after = lineEnd < 0 ? source.length : lineEnd
  const isAlone = source.slice(lineBegin, begin).trim() === '' && source.slice(end, after).trim() === ''
  if (!isAlone) return { begin, end }
  return lineEnd < 0 ? { begin: Math.max(0, lineBegin - 1), end } : { begin: lineBegin, end: after + 1 }
}

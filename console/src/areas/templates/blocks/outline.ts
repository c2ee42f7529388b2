// A page as its blocks: sections with columns, what stands in columns, parts that show only to some, and shared parts. Each block is a place in the page's text;
// what is no known kind is a block of code, so nothing of a page is left out.

import { type BranchNode, type ElementNode, type PageNode, readPage, type Span } from './page-tree.ts'
import { productsIn } from './products.ts'

/** Where a block may stand: between sections, or in a column. */
export type Level = 'row' | 'piece'

export type BlockKind =
  | 'section'
  | 'frame'
  | 'heading'
  | 'text'
  | 'button'
  | 'picture'
  | 'divider'
  | 'space'
  | 'products'
  | 'shared'
  | 'condition'
  | 'otherwise'
  | 'each'
  | 'setting'
  | 'code'

export interface Block extends Span {
  readonly kind: BlockKind
  readonly level: Level
  /** Places of the blocks above it and its own, from the outermost: stays the same while a block itself is edited. */
  readonly path: string
  readonly element?: ElementNode
  readonly branch?: BranchNode
  /** What it holds: of a section one slot for each column, of others at most one. */
  readonly slots: readonly Slot[]
}

/** A list of blocks that more can be put into. */
export interface Slot {
  readonly level: Level
  readonly path: string
  readonly inside: Span
  readonly blocks: readonly Block[]
  /** The column that it is, in a section. */
  readonly element?: ElementNode
}

const pieces: Readonly<Record<string, BlockKind>> = {
  'mj-text': 'text',
  'mj-button': 'button',
  'mj-image': 'picture',
  'mj-divider': 'divider',
  'mj-spacer': 'space',
}
const otherPieces = new Set(['mj-table', 'mj-social', 'mj-navbar', 'mj-accordion', 'mj-carousel'])
const rows: Readonly<Record<string, BlockKind>> = { 'mj-section': 'section', 'mj-wrapper': 'frame', 'mj-hero': 'section' }
const middles = new Set(['else', 'elsif', 'elseif', 'when'])

/** The outermost slot of a page; undefined when it cannot be shown in blocks. */
export function outlineOf(source: string): Slot | undefined {
  const roots = readPage(source)
  if (roots === undefined) return undefined
  const mjml = elementsOf(roots).find(({ name }) => name === 'mjml')
  const body = mjml === undefined ? undefined : elementsOf(mjml.children).find(({ name }) => name === 'mj-body')
  if (mjml !== undefined) return body === undefined ? undefined : slotOf(source, body.children, { level: 'row', path: '', inside: body.inside })
  if (roots.every(({ kind }) => kind === 'rest')) return undefined
  const level = elementsOf(roots).some(({ name }) => pieces[name] !== undefined || otherPieces.has(name)) ? 'piece' : 'row'
  return slotOf(source, roots, { level, path: '', inside: { begin: 0, end: source.length } })
}

/** All blocks of a slot and in it, in the order of the page. */
export function allBlocks(slot: Slot): readonly Block[] {
  return slot.blocks.flatMap((block) => [block, ...block.slots.flatMap(allBlocks)])
}

/** All slots, the given one first. */
export function allSlots(slot: Slot): readonly Slot[] {
  return [slot, ...slot.blocks.flatMap((block) => block.slots.flatMap(allSlots))]
}

function elementsOf(nodes: readonly PageNode[]): readonly ElementNode[] {
  return nodes.filter((node) => node.kind === 'element')
}

/** What a block prepares for later in the page, when it does nothing else. */
export function preparedValue(source: string, block: Block): { readonly name: string; readonly text: string } | undefined {
  const match = block.kind === 'setting' ? /^\{%-?\s*assign\s+([\w-]+)\s*=\s*([\s\S]*?)\s*-?%\}$/.exec(source.slice(block.begin, block.end)) : null
  return match === null ? undefined : { name: match[1] ?? '', text: match[2] ?? '' }
}

/** The names of all that a block prepares, when it does nothing else: also one that prepares something only for some. */
export function preparedNames(source: string, block: Block): readonly string[] {
  const own = preparedValue(source, block)
  if (own !== undefined) return [own.name]
  const inner = block.kind === 'condition' ? block.slots.flatMap((slot) => slot.blocks).filter(({ kind }) => kind !== 'otherwise') : []
  const names = inner.map((one) => preparedNames(source, one))
  return names.some((some) => some.length === 0) ? [] : [...new Set(names.flat())]
}

/** Blocks that stand together in the list: each for itself, but prepared values that follow each other as one. Its key stays while they change places. */
export interface Run {
  readonly key: string
  readonly blocks: readonly Block[]
  readonly isFolded: boolean
}

/** The blocks of a slot as the list shows them. */
export function runsOf(source: string, slot: Slot): readonly Run[] {
  const runs: { key: string; blocks: Block[]; isFolded: boolean }[] = []
  for (const block of slot.blocks) {
    const isFolded = preparedNames(source, block).length > 0
    const last = runs.at(-1)
    if (isFolded && last?.isFolded === true) last.blocks.push(block)
    else runs.push({ key: isFolded ? `values ${runs.filter((run) => run.isFolded).length}` : block.path, blocks: [block], isFolded })
  }
  return runs
}

type SlotPlace = Pick<Slot, 'level' | 'path' | 'inside' | 'element'>

function slotOf(source: string, nodes: readonly PageNode[], place: SlotPlace): Slot {
  const { level, path } = place
  const blocks = nodes
    .filter((node) => node.kind !== 'rest' || strayText(source.slice(node.begin, node.end)))
    .map((node, index) => blockOf(source, node, { level, path: path === '' ? `${index}` : `${path}.${index}` }))
  return { ...place, blocks }
}

/** Text where only elements may stand: a mistake, which must not be out of sight. */
function strayText(text: string): boolean {
  return text.trim() !== '' && !text.startsWith('<!--') && !/^\{%-?\s*comment/.test(text)
}

function blockOf(source: string, node: PageNode, { level, path }: Pick<Block, 'level' | 'path'>): Block {
  const own = { level, path, begin: node.begin, end: node.end }
  if (node.kind === 'rest') return { ...own, kind: 'code', slots: [] }
  if (node.kind === 'liquid') return { ...own, kind: node.tag === 'include' ? 'shared' : middles.has(node.tag) ? 'otherwise' : 'setting', slots: [] }
  if (node.kind === 'branch') return branchBlock(source, node, own)
  return elementBlock(source, node, own)
}

type Own = Pick<Block, 'level' | 'path' | 'begin' | 'end'>

function branchBlock(source: string, branch: BranchNode, own: Own): Block {
  if (branch.tag === 'capture' || branch.tag === 'tablerow') return { ...own, kind: 'code', slots: [] }
  const slot = slotOf(source, branch.children, { level: own.level, path: `${own.path}.0`, inside: branch.inside })
  return { ...own, kind: branch.tag === 'for' ? 'each' : 'condition', branch, slots: [slot] }
}

function elementBlock(source: string, element: ElementNode, own: Own): Block {
  const { name } = element
  if (own.level === 'piece') {
    const inside = source.slice(element.inside.begin, element.inside.end)
    if (name === 'mj-text' && headingIn(inside) !== undefined) return { ...own, kind: 'heading', element, slots: [] }
    if (name === 'mj-table' && productsIn(inside) !== undefined) return { ...own, kind: 'products', element, slots: [] }
    return { ...own, kind: pieces[name] ?? 'code', element, slots: [] }
  }
  const kind = rows[name]
  if (kind === undefined || element.isEmpty) return { ...own, kind: 'code', element, slots: [] }
  if (kind === 'frame' || name === 'mj-hero') {
    const level = kind === 'frame' ? 'row' : 'piece'
    return { ...own, kind, element, slots: [slotOf(source, element.children, { level, path: `${own.path}.0`, inside: element.inside })] }
  }
  const columns = columnsOf(element)
  if (columns === undefined) return { ...own, kind: 'code', element, slots: [] }
  return {
    ...own,
    kind,
    element,
    slots: columns.map((column, index) =>
      slotOf(source, column.children, { level: 'piece', path: `${own.path}.${index}`, inside: column.inside, element: column }),
    ),
  }
}

/** The columns of a section; undefined where something else stands between them, such as columns that show only to some. */
function columnsOf(section: ElementNode): readonly ElementNode[] | undefined {
  const inner = section.children.filter((node) => node.kind !== 'rest')
  const [only] = inner
  if (inner.length === 1 && only?.kind === 'element' && only.name === 'mj-group') return columnsOf(only)
  if (inner.length === 0) return undefined
  const isColumn = (node: PageNode): node is ElementNode => node.kind === 'element' && node.name === 'mj-column' && !node.isEmpty
  return inner.every(isColumn) ? inner : undefined
}

/** The heading that a text is, when it is nothing else: its tags and what stands between them. */
export function headingIn(text: string): { readonly before: string; readonly inner: string; readonly after: string } | undefined {
  const match = /^(\s*<(h[1-3])\b[^<>]*>)([\s\S]*)(<\/\2>\s*)$/.exec(text)
  if (match === null || /<\/?(?:h[1-6]|p|div|table|ul|ol)\b/i.test(match[3] ?? '')) return undefined
  return { before: match[1] ?? '', inner: match[3] ?? '', after: match[4] ?? '' }
}

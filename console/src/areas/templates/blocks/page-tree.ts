// Reads a page in MJML with Liquid into a tree of what it is made of, where every part knows from where to where it stands in the text. The text stays the only
// truth: nothing is ever written back from the tree but what somebody changed. A page that is not nested cleanly is not read at all.

export interface Span {
  readonly begin: number
  readonly end: number
}

export interface Attribute extends Span {
  readonly name: string
  /** As it is written between its quotes. */
  readonly value: string
  readonly quote: string
  /** Where the value begins. */
  readonly valueBegin: number
}

export interface ElementNode extends Span {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: readonly Attribute[]
  /** Behind the name, where an attribute may be put. */
  readonly nameEnd: number
  /** What is inside: from the end of the opening tag to the closing one. */
  readonly inside: Span
  readonly isEmpty: boolean
  /** Of a text there are none: what is inside is its own. */
  readonly children: readonly PageNode[]
}

/** A single piece of Liquid between elements. */
export interface LiquidNode extends Span {
  readonly kind: 'liquid'
  /** The word that it begins with; empty for what prints something. */
  readonly tag: string
  readonly rest: string
}

/** From {% if %} to {% endif %}, and the like. */
export interface BranchNode extends Span {
  readonly kind: 'branch'
  readonly tag: string
  readonly rest: string
  /** The opening tag as a whole. */
  readonly head: Span
  readonly inside: Span
  readonly children: readonly PageNode[]
}

/** Space, comments and what else stands between. */
export interface RestNode extends Span {
  readonly kind: 'rest'
}

export type PageNode = ElementNode | LiquidNode | BranchNode | RestNode

/** Elements whose inside is never looked into; the same as the server's reader has. */
export const contentElements: ReadonlySet<string> = new Set([
  ...['mj-text', 'mj-button', 'mj-table', 'mj-raw', 'mj-style', 'mj-title', 'mj-preview'],
  ...['mj-navbar-link', 'mj-social-element', 'mj-accordion-title', 'mj-accordion-text'],
])
const opening: ReadonlySet<string> = new Set(['if', 'unless', 'for', 'case', 'capture', 'tablerow'])
const tagPattern = /^\{%-?\s*(#|[a-z_]+)?\s*([\s\S]*?)\s*-?%\}$/

/** The tree of a page; undefined when it cannot be told what belongs to what. */
export function readPage(source: string): readonly PageNode[] | undefined {
  try {
    return new Reader(source).read()
  } catch (error) {
    if (error instanceof Unclear) return undefined
    throw error
  }
}

class Unclear extends Error {}

interface Frame {
  readonly begin: number
  readonly children: PageNode[]
  /** Closes it: an element's name or a tag of Liquid. */
  readonly closedBy: string
  finish(inside: Span, end: number): PageNode
}

class Reader {
  private readonly source: string
  private readonly frames: Frame[] = []
  private readonly roots: PageNode[] = []
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  read(): readonly PageNode[] {
    while (this.at < this.source.length) this.step()
    if (this.frames.length > 0) throw new Unclear()
    return this.roots
  }

  private step(): void {
    const { source, at } = this
    if (source.startsWith('{{', at) || source.startsWith('{%', at)) return this.liquid()
    if (source.startsWith('<!--', at)) return this.rest(this.past('-->', at + 4))
    if (source.startsWith('</', at)) return this.close()
    if (/^<[a-z]/i.test(source.slice(at, at + 2))) return this.element()
    const next = source.slice(at + 1).search(/[<{]/)
    this.rest(next < 0 ? source.length : at + 1 + next)
  }

  private get siblings(): PageNode[] {
    return this.frames.at(-1)?.children ?? this.roots
  }

  private rest(end: number): void {
    this.siblings.push({ kind: 'rest', begin: this.at, end })
    this.at = end
  }

  /** Behind the next of these words. */
  private past(word: string, from: number): number {
    const found = this.source.indexOf(word, from)
    if (found < 0) throw new Unclear()
    return found + word.length
  }

  private liquid(): void {
    const begin = this.at
    const end = this.past(this.source.startsWith('{{', begin) ? '}}' : '%}', begin)
    const [, tag = '', rest = ''] = tagPattern.exec(this.source.slice(begin, end)) ?? []
    if (tag === 'raw') throw new Unclear()
    if (tag === 'comment') {
      const closing = /\{%-?\s*endcomment\s*-?%\}/g
      closing.lastIndex = end
      if (closing.exec(this.source) === null) throw new Unclear()
      return this.rest(closing.lastIndex)
    }
    this.at = end
    if (tag.startsWith('end')) return this.shut(tag, begin, end)
    if (!opening.has(tag)) return void this.siblings.push({ kind: 'liquid', begin, end, tag, rest })
    const children: PageNode[] = []
    this.frames.push({
      begin,
      children,
      closedBy: `end${tag}`,
      finish: (inside, whole) => ({ kind: 'branch', begin, end: whole, tag, rest, head: { begin, end }, inside, children }),
    })
    this.insideBegins.push(end)
  }

  private readonly insideBegins: number[] = []

  private shut(word: string, insideEnd: number, end: number): void {
    const frame = this.frames.pop()
    const begin = this.insideBegins.pop() as number
    if (frame === undefined || frame.closedBy !== word) throw new Unclear()
    this.siblings.push(frame.finish({ begin, end: insideEnd }, end))
    this.at = end
  }

  private close(): void {
    const begin = this.at
    const end = this.past('>', begin)
    this.shut(`/${this.source.slice(begin + 2, end - 1).trim()}`, begin, end)
  }

  private element(): void {
    const begin = this.at
    const name = /^<([a-z][\w-]*)/i.exec(this.source.slice(begin, begin + 64))?.[1] ?? ''
    const nameEnd = begin + 1 + name.length
    this.at = nameEnd
    const attributes = this.attributes()
    const isEmpty = this.source.startsWith('/>', this.at)
    this.at += isEmpty ? 2 : 1
    const own = { kind: 'element', name, attributes, nameEnd, begin } as const
    if (isEmpty) return void this.siblings.push({ ...own, end: this.at, inside: { begin: this.at, end: this.at }, isEmpty, children: [] })
    if (contentElements.has(name)) return this.content(own)
    const children: PageNode[] = []
    this.frames.push({ begin, children, closedBy: `/${name}`, finish: (inside, end) => ({ ...own, end, inside, isEmpty: false, children }) })
    this.insideBegins.push(this.at)
  }

  private content(own: Omit<ElementNode, 'end' | 'inside' | 'isEmpty' | 'children'>): void {
    const begin = this.at
    const closing = new RegExp(`^</${own.name}\\s*>`)
    while (!closing.test(this.source.slice(this.at, this.at + own.name.length + 12))) {
      if (this.at >= this.source.length) throw new Unclear()
      this.at = this.behindLiquid() ?? this.at + 1
    }
    const insideEnd = this.at
    this.at = this.past('>', insideEnd)
    this.siblings.push({ ...own, end: this.at, inside: { begin, end: insideEnd }, isEmpty: false, children: [] })
  }

  /** The end of the Liquid that stands here. */
  private behindLiquid(): number | undefined {
    if (this.source.startsWith('{{', this.at)) return this.past('}}', this.at)
    return this.source.startsWith('{%', this.at) ? this.past('%}', this.at) : undefined
  }

  private attributes(): Attribute[] {
    const found: Attribute[] = []
    while (this.at < this.source.length) {
      if (this.source[this.at] === '>' || this.source.startsWith('/>', this.at)) return found
      const begin = this.at
      const match = /^([\w:-]+)\s*=\s*(["'])/.exec(this.source.slice(begin, begin + 100))
      if (match === null) {
        if (!/\s/.test(this.source[begin] ?? '')) throw new Unclear()
        this.at += 1
        continue
      }
      const [whole, name = '', quote = '"'] = match
      const valueBegin = begin + whole.length
      this.at = valueBegin
      while (this.source[this.at] !== quote) {
        if (this.at >= this.source.length) throw new Unclear()
        this.at = this.behindLiquid() ?? this.at + 1
      }
      const value = this.source.slice(valueBegin, this.at)
      this.at += 1
      found.push({ name, value, quote, valueBegin, begin, end: this.at })
    }
    throw new Unclear()
  }
}

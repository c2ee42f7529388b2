// The inside of a text as it can be written without seeing HTML: words, bold, links, lists, and pieces of Liquid as one thing each. What is read is written
// again exactly; a text with anything else in it is not read, and stays code.

export type RichNode = RichText | RichLiquid | RichElement

/** As it is written: with &amp; and the like. */
export interface RichText {
  readonly kind: 'text'
  readonly source: string
}

export interface RichLiquid {
  readonly kind: 'liquid'
  readonly source: string
}

export interface RichElement {
  readonly kind: 'element'
  readonly name: string
  /** What stands between its name and its >, as it is written. */
  readonly attributes: string
  readonly children: readonly RichNode[]
}

const elements = new Set(['b', 'strong', 'i', 'em', 'u', 's', 'a', 'p', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'span', 'small', 'sub', 'sup'])
const piece = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/y
// Each piece of Liquid can be read in one way only: with more, a link without its closing quote would hold the page up.
const openTag =
  /<([a-z][a-z0-9]*)((?:\s+[\w:-]+\s*=\s*(?:"(?:\{\{(?:(?!\}\})[\s\S])*\}\}|\{%(?:(?!%\})[\s\S])*%\}|[^"{]|\{(?![{%]))*"|'(?:\{\{(?:(?!\}\})[\s\S])*\}\}|\{%(?:(?!%\})[\s\S])*%\}|[^'{]|\{(?![{%]))*'))*\s*\/?)>/y
const closeTag = /<\/([a-z][a-z0-9]*)>/y
const words = /[^<{]+|\{(?![{%])/y

/** The parts of a text; undefined for one that has more in it. */
export function readRich(source: string): readonly RichNode[] | undefined {
  const root: RichNode[] = []
  const open: { readonly name: string; readonly attributes: string; readonly children: RichNode[] }[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match !== null) at = pattern.lastIndex
    return match
  }
  while (at < source.length) {
    const into = open.at(-1)?.children ?? root
    const liquid = take(piece)
    if (liquid !== null) {
      into.push({ kind: 'liquid', source: liquid[0] })
      continue
    }
    const text = take(words)
    if (text !== null) {
      const last = into.at(-1)
      if (last?.kind === 'text') into[into.length - 1] = { kind: 'text', source: last.source + text[0] }
      else into.push({ kind: 'text', source: text[0] })
      continue
    }
    const close = take(closeTag)
    if (close !== null) {
      const closed = open.pop()
      if (closed === undefined || closed.name !== close[1]) return undefined
      ;(open.at(-1)?.children ?? root).push({ kind: 'element', ...closed })
      continue
    }
    const [, name = '', attributes = ''] = take(openTag) ?? []
    if (name === 'br') into.push({ kind: 'element', name, attributes, children: [] })
    else if (elements.has(name) && !attributes.endsWith('/')) open.push({ name, attributes, children: [] })
    else return undefined
  }
  return open.length === 0 ? root : undefined
}

/** The text of these parts. */
export function writeRich(nodes: readonly RichNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind !== 'element') return node.source
      const tag = `<${node.name}${node.attributes}>`
      return node.name === 'br' ? tag : `${tag}${writeRich(node.children)}</${node.name}>`
    })
    .join('')
}

const marks: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad', ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009' },
  ...{ bull: '•', middot: '·', ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' },
  ...{ laquo: '«', raquo: '»', lsaquo: '‹', rsaquo: '›', larr: '←', rarr: '→', uarr: '↑', darr: '↓', times: '×', divide: '÷', plusmn: '±' },
  ...{ copy: '©', reg: '®', trade: '™', sect: '§', para: '¶', deg: '°', euro: '€', pound: '£', yen: '¥', cent: '¢', frac12: '½', frac14: '¼', frac34: '¾' },
  ...{ szlig: 'ß', AElig: 'Æ', aelig: 'æ', OElig: 'Œ', oelig: 'œ', Oslash: 'Ø', oslash: 'ø', iexcl: '¡', iquest: '¿', check: '✓', star: '☆', hearts: '♥' },
}
/** What the end of a letter's name puts on it: &uuml; is u with two dots. */
const accents: Readonly<Record<string, string>> = {
  ...{ uml: '\u0308', acute: '\u0301', grave: '\u0300', circ: '\u0302', tilde: '\u0303', ring: '\u030a', cedil: '\u0327', caron: '\u030c' },
}

/** Written text as it is read: &amp; is &. What is not known stays. */
export function readableText(source: string): string {
  return source.replaceAll(/&(?:#(\d{1,6})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]+\d*));/g, (whole, decimal?: string, hex?: string, name = '') => {
    if (name === '') return characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)) ?? whole
    return marks[name] ?? accented(name) ?? whole
  })
}

function characterOf(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function accented(name: string): string | undefined {
  const accent = accents[name.slice(1)]
  const letter = accent === undefined ? '' : `${name[0]}${accent}`.normalize('NFC')
  return letter.length === 1 ? letter : undefined
}

/** Text as it is written: & is &amp;. */
export function writtenText(text: string): string {
  return text.replaceAll(/[&<>\u00a0]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] ?? '&nbsp;')
}

/** In a few words what it says: for lists of blocks. */
export function summaryOf(source: string): string {
  return readableText(
    source
      .replaceAll(/\{\{-?\s*([\s\S]*?)\s*-?\}\}/g, (_, inner: string) => `[${lastName(inner)}]`)
      .replaceAll(/\{%-?\s*(?:else|elsif|when)\b[\s\S]*?%\}/g, ' / ')
      .replaceAll(/\{%[\s\S]*?%\}/g, '')
      .replaceAll(/<[^>]*>/g, ' '),
  )
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 120)
}

/** The name of a placeholder in words: of `subscriber.first_name | default: 'you'` it is "first name". */
export function lastName(inner: string): string {
  const path = inner.split('|')[0]?.trim() ?? ''
  return (path.split('.').at(-1) ?? path).replaceAll('_', ' ').trim() || path
}

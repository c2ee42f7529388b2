// Finds the links of a mail's HTML and puts others in their place. It reads tags and nothing else: what stands between them, in comments, in
// styles and in scripts is not touched, except Outlook's conditional comments, whose buttons are links too. One pass, whatever it is given.

/** A link as it stands in the page, decoded, and what its tag says beside it. */
export interface FoundLink {
  readonly href: string
  /** `data-link`: what the author calls it. */
  readonly name: string | undefined
  /** `data-track="off"`: to be left alone. */
  readonly isPlain: boolean
}

/** The page with each link replaced; undefined leaves one as it is, to the byte. */
export function rewriteLinks(html: string, replace: (link: FoundLink) => string | undefined): string {
  let written = ''
  let from = 0
  for (const { start, end, link } of linksIn(html)) {
    const href = replace(link)
    if (href === undefined) continue
    written += `${html.slice(from, start)}"${encode(href)}"`
    from = end
  }
  return written + html.slice(from)
}

/** The end of the page's content: where something may be added that belongs to it. */
export function endOfBody(html: string): number {
  const end = html.toLowerCase().lastIndexOf('</body')
  return end === -1 ? html.length : end
}

interface Place {
  /** The value of the attribute, with its quotes. */
  readonly start: number
  readonly end: number
  readonly link: FoundLink
}

const rawText = new Set(['style', 'script', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes'])

function* linksIn(html: string): Generator<Place> {
  const tagName = /<([a-zA-Z][a-zA-Z0-9:-]*)/y
  let lower: string | undefined
  let at = html.indexOf('<')
  while (at !== -1) {
    if (html.startsWith('<!--', at) && !html.startsWith('<!--[if', at)) {
      const end = html.indexOf('-->', at + 4)
      if (end === -1) return
      at = html.indexOf('<', end + 3)
      continue
    }
    tagName.lastIndex = at
    const name = tagName.exec(html)?.[1]?.toLowerCase()
    if (name === undefined) {
      at = html.indexOf('<', at + 1)
      continue
    }
    const end = endOfTag(html, at)
    if (end === -1) return
    if (name === 'a' || name === 'area' || name.startsWith('v:')) {
      const place = linkOf(html.slice(at, end), at + name.length + 1)
      if (place !== undefined) yield place
    }
    let next = end
    if (rawText.has(name)) {
      lower ??= html.toLowerCase()
      next = lower.indexOf(`</${name}`, end)
      if (next === -1) return
    }
    at = html.indexOf('<', next === end ? end : next + 2)
  }
}

/** The index of the `>` that ends a tag, outside of quotes; -1 when there is none. */
function endOfTag(html: string, start: number): number {
  let quote = ''
  for (let index = start + 1; index < html.length; index += 1) {
    const character = html[index] as string
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return index
    // A quote opens a value only behind an equals sign, as browsers read it.
    else if (
      (character === '"' || character === "'") &&
      html
        .slice(Math.max(start, index - 16), index)
        .trimEnd()
        .endsWith('=')
    )
      quote = character
  }
  return -1
}

const attribute = /([^\s"'=<>/]+)(?:\s*(=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/dg

/** The link of a tag, whose name ends at `start` in the page. */
function linkOf(tag: string, start: number): Place | undefined {
  const nameLength = /^<[a-zA-Z0-9:-]+/.exec(tag)?.[0].length ?? 0
  const offset = start - nameLength
  const found = new Map<string, { readonly value: string; readonly start: number; readonly end: number }>()
  attribute.lastIndex = nameLength
  for (let match = attribute.exec(tag); match !== null; match = attribute.exec(tag)) {
    const group = [3, 4, 5].find((index) => match?.[index] !== undefined)
    const [from, to] = group === undefined ? [0, 0] : (match.indices?.[group] ?? [0, 0])
    const quotes = group === 5 || group === undefined ? 0 : 1
    const name = (match[1] ?? '').toLowerCase()
    // Of an attribute that stands there twice, the first counts.
    if (!found.has(name))
      found.set(name, { value: decode(group === undefined ? '' : (match[group] ?? '')), start: offset + from - quotes, end: offset + to + quotes })
  }
  const href = found.get('href')
  if (href === undefined || href.end === href.start) return undefined
  const name = found.get('data-link')?.value.trim()
  const isPlain = found.get('data-track')?.value.trim().toLowerCase() === 'off'
  return { start: href.start, end: href.end, link: { href: href.value.trim(), name: name === '' ? undefined : name, isPlain } }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** The few entities that stand in addresses. An ampersand before a parameter that only looks like one stays as it is. */
function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function encode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

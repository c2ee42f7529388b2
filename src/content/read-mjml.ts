// Reads a page in MJML with Liquid in it, and puts a plain word in the place of everything that the MJML compiler must not touch: Liquid, the
// HTML inside of text elements, and attributes that Liquid fills. Liquid between elements stands in <mj-raw>. It changes nothing else, and
// says of every mistake in which line and column it is.

import { Tokenizer, TypeGuards } from 'liquidjs'
import { htmlComments, replaceEnclosed } from '../model/enclosed.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { liquidFor } from './liquid.ts'
import { blockElements, childElements, contentElements, mjmlElements } from './mjml-words.ts'

/** Something wrong with a page, and its place in the text that was given, counted in characters. */
export interface PageMistake {
  readonly at: number
  readonly message: string
  readonly fix: string
}

/** What stands in the place of a word. */
export interface Kept {
  readonly text: string
  readonly at: number
  /** Liquid, or something with Liquid in it: it may not get lost. */
  readonly isLiquid: boolean
  /** In <mj-attributes>: the element that it is said for. Where the page has none, nothing is lost. */
  readonly saidFor?: string
}

export interface ReadPage {
  /** MJML without any Liquid. */
  readonly mjml: string
  /** What begins each word. */
  readonly name: string
  readonly kept: readonly Kept[]
  /** Liquid before the first element, such as what is assigned for all of the page. */
  readonly before: string
  readonly mistakes: readonly PageMistake[]
}

/** Mistakes of one page that are told. */
const mostMistakes = 100
/** Deeper than any mail is nested. */
const deepest = 30

/** Reads a page. Throws what `liquidProblem` understands when its Liquid is not closed. */
export function readMjml(source: string): ReadPage {
  return new Reader(source).read()
}

interface Piece {
  readonly begin: number
  readonly end: number
}

interface Open {
  readonly element: string
  readonly at: number
  /** Pictures of a carousel so far. */
  pictures?: number
}

class Reader {
  private readonly source: string
  private readonly name: string
  private readonly pieces: ReadonlyMap<number, Piece>
  private readonly kept: Kept[] = []
  private readonly mistakes: PageMistake[] = []
  private readonly open: Open[] = []
  private before = ''
  private out = ''
  private at = 0

  constructor(source: string) {
    this.source = source
    // Longer than anything alike in the page, so that it stands nowhere in it.
    const longest = (source.match(/lq+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 1)
    this.name = `l${'q'.repeat(longest)}`
    this.pieces = piecesOf(source)
  }

  read(): ReadPage {
    while (this.at < this.source.length) this.step()
    for (const { element, at } of this.open) this.mistake(at, mistake('element-open', { element }), mistake('close-element', { element }))
    if (!/<mjml\b/.test(this.source)) this.mistake(0, mistake('mjml-missing'), mistake('mjml-around'))
    const { out: mjml, name, kept, before, mistakes } = this
    return { mjml, name, kept, before, mistakes }
  }

  private step(): void {
    const piece = this.pieces.get(this.at)
    if (piece !== undefined) return this.liquidBetween(piece)
    if (this.source.startsWith('<!--', this.at)) {
      const end = this.source.indexOf('-->', this.at)
      this.at = end < 0 ? this.source.length : end + 3
      return
    }
    if (this.source.startsWith('</', this.at)) return this.close()
    if (/^<[a-z]/i.test(this.source.slice(this.at, this.at + 2))) return this.element()
    const end = this.nextOf(/[<{]/g, this.at + 1)
    const text = this.source.slice(this.at, end)
    if (text.trim() !== '') this.stray(text)
    this.at = end
  }

  private stray(text: string): void {
    const inside = this.open.at(-1)?.element
    const words = text.trim().slice(0, 40)
    const at = this.at + text.length - text.trimStart().length
    this.mistake(at, inside === undefined ? mistake('stray-outside', { words }) : mistake('stray-between', { words, element: inside }), mistake('into-mj-text'))
  }

  private liquidBetween(piece: Piece): void {
    const inside = this.open.at(-1)?.element
    const text = this.source.slice(piece.begin, piece.end)
    this.at = piece.end
    if (isComment(text)) return
    if (inside === undefined) {
      if (this.out.trim() === '') this.before += text
      else this.mistake(piece.begin, mistake('after-mjml', { words: short(text) }), mistake('into-body'))
      return
    }
    const fix = mistake('where-liquid')
    if (!blockElements.has(inside)) return this.mistake(piece.begin, mistake('liquid-not-between', { words: short(text), element: inside }), fix)
    this.out += `<mj-raw>${this.word(text, piece.begin, true)}</mj-raw>`
  }

  private close(): void {
    const at = this.at
    const end = this.nextOf(/>/g, at)
    const element = this.source.slice(at + 2, end).trim()
    this.at = end + 1
    const opened = this.open.at(-1)
    if (opened?.element === element) {
      this.open.pop()
      this.out += `</${element}>`
      return
    }
    if (opened === undefined) return this.mistake(at, mistake('closes-nothing', { element }), mistake('remove-it'))
    this.mistake(at, mistake('closes-too-early', { element, inside: opened.element }), mistake('close-first', { element: opened.element }))
    // One mistake is said once: what is meant is closed with all that is in it.
    const index = this.open.findLastIndex((one) => one.element === element)
    if (index >= 0) this.open.length = index
  }

  private element(): void {
    const begin = this.at
    const element = /^<([a-z][\w-]*)/i.exec(this.source.slice(begin, begin + 64))?.[1] ?? ''
    this.at += element.length + 1
    this.check(element, begin)
    const attributes = this.attributes(element)
    if (element === 'mj-social-element' && !attributes.includes(' src=')) this.mistake(begin, 'a social element has no picture of its own', 'give it src')
    if (element === 'mj-style' && attributes.includes(' inline='))
      this.mistake(begin, 'styles are not put inline', 'write the style as attributes, or leave inline out')
    if (element === 'mj-carousel-image') this.countPicture(begin)
    const isEmpty = this.source.startsWith('/>', this.at)
    this.at += isEmpty ? 2 : 1
    this.out += `<${element}${attributes}${isEmpty ? '/>' : '>'}`
    if (isEmpty) return
    if (contentElements.has(element) && this.open.at(-1)?.element !== 'mj-attributes') return this.content(element, begin)
    this.open.push({ element, at: begin })
    if (this.open.length !== deepest) return
    this.mistake(begin, 'it is nested too deeply', 'a mail needs no more than sections, columns and what is in them')
    this.at = this.source.length
    this.open.length = 0
  }

  /** Every picture of a carousel gets rules for every other one. */
  private countPicture(at: number): void {
    const carousel = this.open.at(-1)
    if (carousel === undefined) return
    carousel.pictures = (carousel.pictures ?? 0) + 1
    if (carousel.pictures !== limits.carouselPictures + 1) return
    this.mistake(at, mistake('carousel-long', { count: limits.carouselPictures }), mistake('fewer-pictures'))
  }

  private check(element: string, at: number): void {
    const inside = this.open.at(-1)?.element
    if (!mjmlElements.has(element) && inside !== 'mj-html-attributes' && element !== 'mj-selector') {
      const isInclude = element === 'mj-include'
      const fix = isInclude
        ? mistake('partial-instead', { example: "{% include 'NAME' %}" })
        : mistake('known-elements', { known: [...mjmlElements].sort().join(', ') })
      return this.mistake(at, mistake('no-element', { element }), fix)
    }
    const allowed = inside === undefined ? ['mjml'] : childElements[inside]
    if (allowed === undefined || allowed.includes(element)) return
    this.mistake(
      at,
      inside === undefined ? mistake('element-outside', { element }) : mistake('element-inside', { element, inside }),
      mistake('can-stand', { known: allowed.join(', ') }),
    )
  }

  private attributes(element: string): string {
    let written = ''
    while (this.at < this.source.length) {
      const piece = this.pieces.get(this.at)
      if (piece !== undefined) {
        const text = short(this.source.slice(piece.begin, piece.end))
        this.mistake(piece.begin, mistake('liquid-in-tag', { words: text, element }), mistake('into-quotes', { example: 'color="{% if ... %}red{% endif %}"' }))
        this.at = piece.end
        continue
      }
      if (this.source[this.at] === '>' || this.source.startsWith('/>', this.at)) return written
      const attribute = /^([\w:-]+)\s*=\s*(["'])/.exec(this.source.slice(this.at, this.at + 100))
      if (attribute === null) {
        if (!/\s/.test(this.source[this.at] ?? ' ')) {
          this.mistake(this.at, mistake('attribute-form', { element }), mistake('value-in-quotes'))
          this.at = this.nextOf(/[\s>]/g, this.at)
        } else this.at += 1
        continue
      }
      this.at += attribute[0].length
      written += ` ${attribute[1]}="${this.value(attribute[2] ?? '"', element)}"`
    }
    this.mistake(this.at, mistake('tag-without-end', { element }), mistake('end-of-tag'))
    return written
  }

  /** The value up to its quote; a word in its place when Liquid is in it. */
  private value(quote: string, element: string): string {
    const begin = this.at
    let hasLiquid = false
    while (this.at < this.source.length && this.source[this.at] !== quote) {
      const piece = this.pieces.get(this.at)
      hasLiquid ||= piece !== undefined
      this.at = piece?.end ?? this.at + 1
    }
    const text = this.source.slice(begin, this.at)
    this.at += 1
    if (!hasLiquid) return text.replaceAll('"', '&quot;')
    const saidFor = this.open.at(-1)?.element === 'mj-attributes' ? { saidFor: element } : {}
    return this.word(quote === "'" ? text.replaceAll(/"/g, '&quot;') : text, begin, true, saidFor)
  }

  /** Everything up to the closing tag, untouched. */
  private content(element: string, opened: number): void {
    const begin = this.at
    let hasLiquid = false
    while (this.at < this.source.length && !isClosing(this.source, this.at, element)) {
      const piece = this.pieces.get(this.at)
      hasLiquid ||= piece !== undefined
      this.at = piece?.end ?? this.at + 1
    }
    if (this.at >= this.source.length) {
      this.open.length = 0
      return this.mistake(opened, mistake('element-open', { element }), mistake('close-element', { element }))
    }
    const text = this.source.slice(begin, this.at)
    const nested = /<\/?(mj-[\w-]+|mjml)/.exec(replaceEnclosed(text, [htmlComments], (comment) => ' '.repeat(comment.length)))
    if (nested !== null) {
      this.mistake(begin + nested.index, mistake('element-inside', { element: nested[1] ?? '', inside: element }), mistake('missing-end', { element }))
    }
    this.out += `${text.trim() === '' ? text : this.word(text, begin, hasLiquid)}</${element}>`
    this.at = this.source.indexOf('>', this.at) + 1
  }

  private word(text: string, at: number, isLiquid: boolean, more: Pick<Kept, 'saidFor'> = {}): string {
    return `${this.name}${this.kept.push({ text, at, isLiquid, ...more }) - 1}z`
  }

  private nextOf(pattern: RegExp, from: number): number {
    pattern.lastIndex = from
    return pattern.exec(this.source)?.index ?? this.source.length
  }

  private mistake(at: number, message: string, fix: string): void {
    // Further ones help nobody, and a page of nothing but mistakes would fill the memory with them.
    if (this.mistakes.length < mostMistakes) this.mistakes.push({ at, message, fix })
  }
}

/** Placeholders and tags by where they begin; a comment is one of them as a whole. */
function piecesOf(source: string): Map<number, Piece> {
  const pieces = new Map<number, Piece>()
  let comment: number | undefined
  for (const token of new Tokenizer(source).readTopLevelTokens(liquidFor('html').options)) {
    const name = TypeGuards.isTagToken(token) ? token.name : undefined
    if (comment !== undefined) {
      if (name === 'endcomment') pieces.set(comment, { begin: comment, end: token.end })
      if (name === 'endcomment') comment = undefined
    } else if (name === 'comment') comment = token.begin
    else if (name !== undefined || TypeGuards.isOutputToken(token)) pieces.set(token.begin, { begin: token.begin, end: token.end })
  }
  return pieces
}

function isComment(text: string): boolean {
  return /^\{%-?\s*(?:comment\b|#)/.test(text)
}

function isClosing(source: string, at: number, element: string): boolean {
  return source.startsWith(`</${element}`, at) && /^\s*>/.test(source.slice(at + element.length + 2, at + element.length + 12))
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

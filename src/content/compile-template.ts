// One mail template, made ready: subject, page with its hidden preheader, and text. A text that was not written is made from
// the page once, with its Liquid held aside, so that making it costs nothing per recipient.

import { Tokenizer, TypeGuards } from 'liquidjs'
import type { Template } from '../model/definitions.ts'
import { htmlComments, replaceEnclosed } from '../model/enclosed.ts'
import type { Facts } from '../model/facts.ts'
import { sentence } from '../model/sentence.ts'
import { htmlToText, tidyLines } from './html-to-text.ts'
import { type CompiledText, compileText, liquidFor, liquidProblem, problemSentence } from './liquid.ts'

/** The parts of a template that the content depends on. */
export interface TemplateSource extends Pick<Template, 'template' | 'subject' | 'preheader' | 'html' | 'text'> {
  /** Whether a field that is missing refuses the mail instead of coming out empty: for samples. */
  readonly isStrict?: boolean
}

export interface RenderedEmail {
  readonly subject: string
  readonly html: string
  readonly text: string
}

export interface CompiledTemplate {
  /** Throws an error that says which part failed, where and why. */
  render(facts: Facts): RenderedEmail
}

/** Longest subject, in characters: what fits a header line of RFC 5322. */
const subjectCharacters = 998

/** Compiles all parts. Throws an error that says which part is wrong, where and why. */
export function compileTemplate(source: TemplateSource): CompiledTemplate {
  const missing = source.isStrict === true ? 'refused' : 'empty'
  const subject = part(source, 'subject', () => compileText(source.subject, 'plain', missing))
  const html = part(source, 'html', () => compileText(withPreheader(source), 'html', missing))
  const text = part(source, 'text', () => compileTextPart(source))
  return {
    render(facts) {
      const renderedHtml = part(source, 'html', () => html.render(facts))
      return {
        subject: part(source, 'subject', () => oneLine(subject.render(facts))),
        html: renderedHtml,
        text: part(source, 'text', () => (text === undefined ? htmlToText(renderedHtml) : tidyLines(text.render(facts)))),
      }
    },
  }
}

/** The text to render per recipient; undefined when it can only be made from each rendered page. */
function compileTextPart(source: TemplateSource): CompiledText | undefined {
  if (source.text !== undefined) return compileText(source.text, 'plain', source.isStrict === true ? 'refused' : 'empty')
  const converted = convertTemplate(source.html)
  if (converted === undefined) return undefined
  try {
    return compileText(converted, 'converted')
  } catch {
    return undefined
  }
}

function part<Result>(source: TemplateSource, name: 'subject' | 'html' | 'text', work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw new Error(sentence('in-template', { template: source.template, field: name, tried: problemSentence(liquidProblem(error)) }), { cause: error })
  }
}

function oneLine(rendered: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not stay.
  const line = rendered.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed()
  const subject = line
    .trim()
    .slice(0, subjectCharacters)
    .toWellFormed()
    .replace(/\ufffd$/, '')
    .trim()
  if (subject === '') throw new Error('it came out empty; give what may be missing a default, such as {{ name | default: "you" }}')
  return subject
}

/** Keeps what stands after the preheader from following it in the inbox. */
const filler = '&#847;&zwnj;&nbsp;'.repeat(40)

/** Puts the preheader at the beginning of the page, hidden. */
function withPreheader(source: TemplateSource): string {
  if (source.preheader === undefined || source.preheader === '') return source.html
  const hidden = `<div data-preheader style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all">${source.preheader}${filler}</div>`
  const held = holdAside(source.html)
  const body = /<body\b[^>]*>/i.exec(held.text)
  const position = body === null ? 0 : body.index + body[0].length
  return held.restore(`${held.text.slice(0, position)}${held.marker(hidden)}${held.text.slice(position)}`)
}

/** The page as a text template; undefined when a tag of it was lost on the way, as inside a style sheet. */
function convertTemplate(html: string): string | undefined {
  const held = holdAside(withoutLooks(html))
  // Liquid between sections stands in comments for Outlook; it says who reads the section, also in the text.
  const text = htmlToText(replaceEnclosed(held.text, [htmlComments], (comment) => held.wordsIn(comment)))
  for (const index of held.tags) {
    if (!text.includes(`${held.name}${index}z`)) return undefined
  }
  // A line of nothing but tags is a line of the author's source, not of the mail; nor is the space after tags that begin a line.
  const leadingWords = new RegExp(`^[ \\t]*(?:${held.name}\\d+z[ \\t]*)+\\n?`, 'gm')
  // Lines are what the text consists of, so no tag may take them away as it does in the page.
  return held.restoreLines(text.replace(leadingWords, (words) => (held.isOnlyTags(words) ? words.replace(/\s/g, '') : words)))
}

// Liquid can be read in one way only in both: with two, a tag without its end would take twice as long for each placeholder in it.
const looks =
  /\s(?:style|class|width|height|bgcolor|background|align|valign|title|lang|dir|aria-(?!hidden)[a-z]+)="((?:\{[{%](?:(?![%}]\})[\s\S])*[%}]\}|(?!\{[{%])[^"])*)"/g
const elements = /<[a-z][\w-]*\s(?:\{[{%](?:(?![%}]\})[\s\S])*[%}]\}|(?!\{[{%])[^>])*>/gi

/** The page without the attributes of its elements that no text shows: the Liquid that fills them must not count as lost. */
function withoutLooks(html: string): string {
  const end = html.lastIndexOf('>') + 1
  const elementsOnly = html
    .slice(0, end)
    .replaceAll(elements, (element) => element.replaceAll(looks, (attribute, value: string) => (value.includes('{%') && !standsAlone(value) ? attribute : '')))
  return elementsOnly + html.slice(end)
}

/** True for a value whose tags begin and end in it and leave nothing behind. */
function standsAlone(value: string): boolean {
  if (/\{%-?\s*(?:assign|capture|increment|decrement|cycle|liquid)\b/.test(value)) return false
  try {
    compileText(value, 'html')
    return true
  } catch {
    return false
  }
}

interface Held {
  /** The text with a plain word in the place of each piece of Liquid. */
  readonly text: string
  readonly name: string
  /** Indexes of the pieces that are tags. */
  readonly tags: ReadonlySet<number>
  /** Holds one more piece aside and returns its word. */
  marker(piece: string): string
  isOnlyTags(words: string): boolean
  /** The words of a text, without the rest. */
  wordsIn(text: string): string
  restore(text: string): string
  /** The same with tags that keep the white space around them. */
  restoreLines(text: string): string
}

/** Replaces every placeholder and tag by a word that no converter changes. */
function holdAside(source: string): Held {
  let name = 'lq'
  while (source.includes(name)) name += 'q'
  const pieces: string[] = []
  const tags = new Set<number>()
  const marker = (piece: string): string => `${name}${pieces.push(piece) - 1}z`
  const engine = liquidFor('html')
  const text = new Tokenizer(source)
    .readTopLevelTokens(engine.options)
    .map((token) => {
      const piece = source.slice(token.begin, token.end)
      if (TypeGuards.isTagToken(token)) tags.add(pieces.length)
      return TypeGuards.isTagToken(token) || TypeGuards.isOutputToken(token) ? marker(piece) : piece
    })
    .join('')
  const word = new RegExp(`${name}(\\d+)z`, 'g')
  return {
    text,
    name,
    tags,
    marker,
    isOnlyTags: (words) => [...words.matchAll(word)].every((match) => tags.has(Number(match[1]))),
    wordsIn: (given) => [...given.matchAll(word)].map(([one]) => one).join(''),
    restoreLines: (given) => given.replace(word, (_, index) => (pieces[Number(index)] ?? '').replace(/^(\{[{%])-/, '$1').replace(/-([%}]\})$/, '$1')),
    restore: (given) => given.replace(word, (_, index) => pieces[Number(index)] ?? ''),
  }
}

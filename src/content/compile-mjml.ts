// A page in MJML becomes HTML with Liquid in it, once, when it is saved; per recipient only the Liquid is filled in. The compiler never sees
// Liquid, never reads a file and asks nobody on the net: fonts and icons of others are not linked.

import { Engine } from 'mrml'
import { limits } from '../model/limits.ts'
import { directionOf } from '../model/locale.ts'
import { mistake } from '../model/mistake.ts'
import { liquidProblem } from './liquid.ts'
import { type PageMistake, type ReadPage, readMjml } from './read-mjml.ts'

export interface CompiledPage {
  /** HTML with Liquid; undefined when there are mistakes. */
  readonly html?: string
  readonly mistakes: readonly PageMistake[]
}

/** Compiles a page in the language it is written in (`de`), for readers' voices and translators. */
export function compileMjml(source: string, language: string): CompiledPage {
  if (source.length > limits.templateCharacters) {
    return failed({ at: 0, message: mistake('page-long', { count: limits.templateCharacters }), fix: mistake('make-shorter') })
  }
  let page: ReadPage
  try {
    page = readMjml(source)
  } catch (error) {
    const { message, line = 1, column = 1 } = liquidProblem(error)
    return failed({ at: offsetOf(source, line, column), message, fix: mistake('close-liquid', { opens: '{%', closes: '%}', example: '{{', more: '}}' }) })
  }
  if (page.mistakes.length > 0) return { mistakes: page.mistakes }
  return rendered(page, language)
}

function rendered(page: ReadPage, language: string): CompiledPage {
  const engine = new Engine()
  engine.setRenderOptions({ disableComments: true, socialIconOrigin: '', fonts: {} })
  const result = engine.toHtml(turned(/<mjml\b[^>]*\blang=/.test(page.mjml) ? page.mjml : page.mjml.replace('<mjml', `<mjml lang="${language}"`)))
  engine.free()
  if (result.type === 'error') return failed({ at: 0, message: mistake('page-too-much', { reason: result.message }), fix: mistake('compare-mjml') })
  const mistakes = lost(page, result.content)
  if (mistakes.length > 0) return { mistakes: mistakes.slice(0, 100) }
  return { html: page.before + headed(restored(page, result.content)), mistakes: [] }
}

/** What MJML says of each part where nobody says otherwise is left and from left to right; where a page runs the other way, so do these. */
const fromTheRight = [
  '<mj-attributes><mj-text align="right" /><mj-table align="right" />',
  ...['wrapper', 'section', 'group', 'column', 'hero'].map((part) => `<mj-${part} direction="rtl" />`),
  '</mj-attributes>',
].join('')

/** A page in a language that is written from right to left runs so; what its author says of a direction or of a part stays as it is said. */
function turned(mjml: string): string {
  const [opening = '', language = ''] = /<mjml\b[^>]*?\blang="([^"]*)"[^>]*>/.exec(mjml) ?? []
  if (opening === '' || directionOf(language) === 'ltr' || /\bdir=/.test(opening)) return mjml
  const page = mjml.replace(opening, () => opening.replace('<mjml', '<mjml dir="rtl"'))
  const head = /<mj-head\b[^>]*>/.exec(page)?.[0]
  if (head === undefined) return page.replace(/<mjml\b[^>]*>/, (start) => `${start}<mj-head>${fromTheRight}</mj-head>`)
  return page.replace(head, () => (head.endsWith('/>') ? `<mj-head>${fromTheRight}</mj-head>` : `${head}${fromTheRight}`))
}

function failed(...mistakes: readonly PageMistake[]): CompiledPage {
  return { mistakes }
}

function restored({ name, kept }: ReadPage, html: string): string {
  return html.replaceAll(new RegExp(`${name}(\\d+)z`, 'g'), (_, index) => kept[Number(index)]?.text ?? '')
}

/** Liquid that MJML took for a measure or a class and left out. */
function lost({ mjml, name, kept }: ReadPage, html: string): PageMistake[] {
  const body = mjml.slice(Math.max(0, mjml.indexOf('<mj-body')))
  const isAsked = (element: string): boolean => element === 'mj-all' || body.includes(element === 'mj-class' ? ' mj-class=' : `<${element}`)
  const there = new Set([...html.matchAll(new RegExp(`${name}(\\d+)z`, 'g'))].map(([, index]) => Number(index)))
  return kept.flatMap(({ text, at, isLiquid, saidFor }, index) =>
    isLiquid && (saidFor === undefined || isAsked(saidFor)) && !there.has(index)
      ? [
          {
            at,
            message: mistake('liquid-lost', { words: text.trim().slice(0, 60) }),
            fix: mistake('plain-value', { example: '{% if %}' }),
          },
        ]
      : [],
  )
}

const headLines = [
  '<meta name="color-scheme" content="light dark">',
  '<meta name="supported-color-schemes" content="light dark">',
  '<meta name="x-apple-disable-message-reformatting">',
  '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">',
  '<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }</style>',
].join('')

/** Says that the page has a dark form, so that mail programs do not invent one. */
function headed(html: string): string {
  return html.replace('</head>', () => `${headLines}</head>`)
}

function offsetOf(source: string, line: number, column: number): number {
  const lines = source.split('\n').slice(0, line - 1)
  return lines.reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}

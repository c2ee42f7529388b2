// MJML and HTML with Liquid in them, as the editor colors and completes it: a small mode of our own, because the ones for whole HTML weigh more than the rest of
// the editor. It checks nothing: what is wrong comes from the server.

import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { StreamLanguage, type StringStream } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import type { AnswerOf } from '../../client/ask.ts'

interface State {
  /** Where the reader is: in text, in a tag, in an attribute's quotes, in Liquid within any of them. */
  place: 'text' | 'tag' | 'quote'
  quote: string
  liquid: '' | '{{' | '{%'
  isFirstWord: boolean
}

const keywords =
  /^(?:if|elsif|else|endif|unless|endunless|for|endfor|in|case|when|endcase|assign|capture|endcapture|include|comment|endcomment|raw|endraw|and|or|not|contains|limit|offset|reversed|cycle|break|continue|increment|decrement)\b/

const language = StreamLanguage.define<State>({
  name: 'mjml',
  startState: () => ({ place: 'text', quote: '', liquid: '', isFirstWord: false }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.liquid !== '') return liquidToken(stream, state)
    if (stream.match(/^\{[{%]-?/)) {
      state.liquid = stream.current().startsWith('{{') ? '{{' : '{%'
      state.isFirstWord = true
      return 'keyword'
    }
    if (state.place === 'tag') return tagToken(stream, state)
    if (state.place === 'quote') return quoteToken(stream, state)
    if (stream.match('<!--')) {
      while (!stream.eol() && !stream.match('-->')) stream.next()
      return 'comment'
    }
    if (stream.match(/^<\/?[a-zA-Z][\w-]*/)) {
      state.place = 'tag'
      return 'tagName'
    }
    stream.next()
    stream.eatWhile(/[^<{]/)
    return null
  },
  languageData: { commentTokens: { block: { open: '<!--', close: '-->' } }, closeBrackets: { brackets: ['(', '[', '{', '"', "'"] } },
})

function liquidToken(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null
  if (stream.match(/^-?[}%]\}/)) {
    state.liquid = ''
    return 'keyword'
  }
  if (stream.match(/^(?:'[^']*'?|"[^"]*"?)/)) return 'string'
  if (stream.match(/^\d+(?:\.\d+)?/)) return 'number'
  if (stream.match(/^(?:true|false|nil|null|blank|empty)\b/)) return 'atom'
  if (stream.match(/^\|\s*[a-z_]+/)) return 'propertyName'
  const isTag = state.liquid === '{%'
  if (isTag && stream.match(keywords)) return 'keyword'
  state.isFirstWord = false
  if (stream.match(/^[\w-]+/)) return 'variableName'
  stream.next()
  return null
}

function tagToken(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null
  if (stream.match(/^\/?>/)) {
    state.place = 'text'
    return 'tagName'
  }
  if (stream.match(/^[\w:-]+/)) return 'attributeName'
  const quote = stream.next()
  if (quote !== '"' && quote !== "'") return null
  state.place = 'quote'
  state.quote = quote
  return 'attributeValue'
}

function quoteToken(stream: StringStream, state: State): string {
  while (!stream.eol()) {
    if (stream.match(/^\{[{%]/, false)) break
    if (stream.next() === state.quote) {
      state.place = 'tag'
      break
    }
  }
  return 'attributeValue'
}

export type Placeholders = AnswerOf<'GET /templates/{template}/placeholders'>

const elements = [
  ...[
    'mj-section',
    'mj-column',
    'mj-text',
    'mj-button',
    'mj-image',
    'mj-divider',
    'mj-spacer',
    'mj-table',
    'mj-social',
    'mj-social-element',
    'mj-wrapper',
    'mj-group',
  ],
  ...['mj-hero', 'mj-raw', 'mj-navbar', 'mj-navbar-link', 'mj-head', 'mj-body', 'mj-attributes', 'mj-class', 'mj-all', 'mj-style', 'mj-title', 'mj-preview'],
]
const attributes = [
  ...[
    'align',
    'alt',
    'background-color',
    'border',
    'border-radius',
    'color',
    'css-class',
    'font-family',
    'font-size',
    'font-weight',
    'height',
    'href',
    'inner-padding',
  ],
  ...['line-height', 'padding', 'src', 'text-align', 'title', 'vertical-align', 'width'],
]

/** The language, with what the template may speak of. The same placeholders give an extension that can be kept. */
export function mjmlLanguage(known: Placeholders | undefined, shareText: (share: number) => string): Extension[] {
  return [language, EditorState.languageData.of(() => [{ autocomplete: (context: CompletionContext) => complete(context, known, shareText) }])]
}

function complete(context: CompletionContext, known: Placeholders | undefined, shareText: (share: number) => string): CompletionResult | null {
  const { state, pos } = context
  const before = state.sliceDoc(Math.max(0, pos - 300), pos)
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'))
  const isLiquid = open >= 0 && open > Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}'))
  if (isLiquid) return completeLiquid(context, known, { inside: before.slice(open), shareText })
  const tag = context.matchBefore(/<\/?[\w-]*$/)
  if (tag !== null) {
    const start = tag.text.startsWith('</') ? 2 : 1
    return { from: tag.from + start, options: elements.map((label) => ({ label, type: 'type' })), validFor: /^[\w-]*$/ }
  }
  const isInTag = before.lastIndexOf('<') > before.lastIndexOf('>')
  const word = isInTag ? context.matchBefore(/\s[a-z-]*$/) : null
  if (word === null) return null
  return { from: word.from + 1, options: attributes.map((label) => ({ label, type: 'property', apply: `${label}=""` })), validFor: /^[a-z-]*$/ }
}

function completeLiquid(
  context: CompletionContext,
  known: Placeholders | undefined,
  { inside, shareText }: { readonly inside: string; readonly shareText: (share: number) => string },
): CompletionResult | null {
  if (known === undefined) return null
  const partial = context.matchBefore(/include\s+['"][\w-]*$/)
  if (partial !== null) {
    const start = Math.max(partial.text.lastIndexOf("'"), partial.text.lastIndexOf('"')) + 1
    return { from: partial.from + start, options: known.partials.map((label) => ({ label, type: 'text' })), validFor: /^[\w-]*$/ }
  }
  const filter = context.matchBefore(/\|\s*[a-z_]*$/)
  if (filter !== null) {
    const start = /^\|\s*/.exec(filter.text)?.[0].length ?? 1
    return { from: filter.from + start, options: known.filters.map((label) => ({ label, type: 'function' })), validFor: /^[a-z_]*$/ }
  }
  const path = context.matchBefore(/[\w.[\]-]*$/)
  if (path === null || (path.text === '' && !context.explicit && !/[{%]-?\s$/.test(inside))) return null
  const isTagName = /^\{%-?\s*[a-z]*$/.test(inside)
  const tags = isTagName ? known.tags.map((label) => ({ label, type: 'keyword' })) : []
  const options = known.placeholders.map(({ path: label, example, share }) => {
    const detail = [example ?? '', share === null ? '' : shareText(share)].filter((one) => one !== '').join(' · ')
    return { label, type: 'variable', detail }
  })
  return { from: path.from, options: isTagName ? tags : options, validFor: /^[\w.[\]-]*$/ }
}

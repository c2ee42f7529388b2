// The text part of a mail from its HTML: what a person without HTML reads. Links stand behind their words, pictures by their alt text.

import { compile, type FormatCallback } from 'html-to-text'

const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children ?? [], builder)
  builder.addInline(' ')
}
const alternative: FormatCallback = (element, _walk, builder) => {
  const text = element.attribs?.alt?.trim() ?? ''
  if (text !== '') builder.addInline(text)
}
const row = { leadingLineBreaks: 1, trailingLineBreaks: 1 }
const plainHeading = { uppercase: false }

const convert = compile({
  wordwrap: false,
  formatters: { cell, alternative },
  limits: { maxDepth: 256, ellipsis: '...' },
  selectors: [
    { selector: '*', format: 'inline' },
    ...['head', 'title', 'style', 'script', 'template'].map((selector) => ({ selector, format: 'skip' })),
    { selector: 'div[data-preheader]', format: 'skip' },
    ...['td', 'span', 'div', 'p'].map((element) => ({ selector: `${element}[aria-hidden=true]`, format: 'skip' })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: plainHeading })),
    { selector: 'a', options: { ignoreHref: false, hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
    { selector: 'img', format: 'alternative' },
    { selector: 'table', format: 'block', options: row },
    { selector: 'tr', format: 'block', options: row },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
  ],
})

/** Converts a page, or a piece of one. */
export function htmlToText(html: string): string {
  return tidyLines(convert(html))
}

/** No spaces at the ends of lines, no more than one empty line, no empty lines at the ends. */
export function tidyLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd())
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd()
}

// What a new block begins as. It looks like the first one of its kind that the page has already; where there is none, like the brand says.

import { allBlocks, type Block, type BlockKind, headingIn, type Slot } from './outline.ts'
import { productRows, usualProducts } from './products.ts'

export const newPieces = ['heading', 'text', 'button', 'picture', 'products', 'discount', 'divider', 'space', 'code'] as const
export const newRows = ['section', 'two-columns', 'three-columns', 'footer'] as const
export type NewPiece = (typeof newPieces)[number]
export type NewRow = (typeof newRows)[number]

export interface Page {
  readonly source: string
  readonly outline: Slot
}

/** The words that new blocks begin with, in the language of whoever writes. */
export interface FirstWords {
  readonly heading: string
  readonly text: string
  readonly button: string
  readonly unsubscribe: string
}

const usualLooks: Readonly<Partial<Record<BlockKind, string>>> = {
  heading:
    ' font-family="{{ brand.fonts.heading }}" font-size="28px" line-height="36px" font-weight="600" color="{{ brand.colors.ink }}" css-class="ink heading"',
  text: ' font-family="{{ brand.fonts.body }}" font-size="16px" line-height="25px" color="{{ brand.colors.ink }}" css-class="ink"',
  button:
    ' background-color="{{ brand.colors.accent }}" color="{{ brand.colors.onAccent }}" border-radius="8px" font-size="16px" font-weight="600" css-class="button"',
  picture: '',
  divider: ' border-width="1px" border-color="{{ brand.colors.line }}" css-class="rule"',
  space: '',
  products: ' font-family="{{ brand.fonts.body }}" font-size="16px" line-height="23px" color="{{ brand.colors.ink }}" css-class="ink"',
  section: ' background-color="{{ brand.colors.card }}" padding="24px" css-class="card"',
}

/** A new block of this kind for a column. */
export function newPiece(kind: NewPiece, page: Page, words: FirstWords): string {
  switch (kind) {
    case 'heading': {
      const like = firstOf(page, 'heading')
      const parts = like?.element === undefined ? undefined : headingIn(page.source.slice(like.element.inside.begin, like.element.inside.end))
      const before = parts?.before ?? '<h1 style="margin:0;font-size:28px;line-height:36px;font-weight:600;">'
      return `<mj-text${lookOf(page, 'heading')}>${before}${words.heading}${parts?.after ?? '</h1>'}</mj-text>`
    }
    case 'text':
      return `<mj-text${lookOf(page, 'text')}>${words.text}</mj-text>`
    case 'button':
      return `<mj-button${lookOf(page, 'button', ['href'])} href="{{ brand.site }}">${words.button}</mj-button>`
    case 'picture':
      return `<mj-image${lookOf(page, 'picture', ['src', 'alt', 'href'])} src="" alt="" />`
    case 'products':
      return `<mj-table${lookOf(page, 'products')}>\n${productRows(usualProducts)}\n</mj-table>`
    case 'discount':
      return `<mj-text${lookOf(page, 'text', ['align'])} align="center"><b>{{ code }}</b></mj-text>`
    case 'divider':
      return `<mj-divider${lookOf(page, 'divider')} />`
    case 'space':
      return '<mj-spacer height="24px" />'
    case 'code':
      return '<mj-raw></mj-raw>'
  }
}

/** A new block of this kind for between sections. */
export function newRow(kind: NewRow, page: Page, { slot, words }: { readonly slot: Slot; readonly words: FirstWords }): string {
  const like = slot.blocks.find(
    (block) => block.kind === 'section' && block.slots.some(({ blocks }) => blocks.some(({ kind: inner }) => inner === 'text' || inner === 'heading')),
  )
  const section = `<mj-section${like === undefined ? usualLooks.section : attributesText(page.source, like)}>`
  const column = (...pieces: readonly string[]): string => `  <mj-column>\n${pieces.map((piece) => `    ${piece}`).join('\n')}\n  </mj-column>`
  const text = newPiece('text', page, words)
  if (kind === 'footer') {
    const inner = `{{ workspace.address }}<br><a href="{{ unsubscribe_url }}" style="color:{{ brand.colors.soft }};">${words.unsubscribe}</a>`
    const look = ' align="center" font-family="{{ brand.fonts.body }}" font-size="13px" line-height="21px" color="{{ brand.colors.soft }}" css-class="soft"'
    return `<mj-section padding="24px">\n${column(`<mj-text${look}>${inner}</mj-text>`)}\n</mj-section>`
  }
  const columns = { section: 1, 'two-columns': 2, 'three-columns': 3 }[kind]
  return [section, ...Array.from({ length: columns }, () => column(text)), '</mj-section>'].join('\n')
}

function firstOf({ outline }: Page, kind: BlockKind): Block | undefined {
  return allBlocks(outline).find((block) => block.kind === kind)
}

function lookOf(page: Page, kind: BlockKind, without: readonly string[] = []): string {
  const like = firstOf(page, kind)
  return like === undefined ? (usualLooks[kind] ?? '') : attributesText(page.source, like, without)
}

function attributesText(source: string, { element }: Block, without: readonly string[] = []): string {
  return (element?.attributes ?? [])
    .filter(({ name }) => !without.includes(name))
    .map(({ begin, end }) => ` ${source.slice(begin, end)}`)
    .join('')
}

// Designs that a new template can begin as: pages of blocks in the colors and fonts of the brand, light and dark, wide and narrow. Their words are those of the
// language in which somebody writes, and there to be replaced.

import { productRows, usualProducts } from './blocks/products.ts'

export const designs = ['letter', 'announcement', 'product', 'products', 'newsletter', 'plain'] as const
export type Design = (typeof designs)[number]

/** What each is made of, from above, for the small picture of it. */
export const partsOf: Readonly<Record<Design, readonly ('brand' | 'hero' | 'heading' | 'text' | 'picture' | 'products' | 'columns' | 'button')[]>> = {
  letter: ['brand', 'heading', 'text', 'button'],
  announcement: ['hero', 'text', 'button'],
  product: ['brand', 'heading', 'picture', 'button'],
  products: ['brand', 'heading', 'products', 'button'],
  newsletter: ['brand', 'heading', 'text', 'columns', 'button'],
  plain: ['text', 'text'],
}

const head = `  <mj-head>
    <mj-breakpoint width="600px" />
    <mj-attributes>
      <mj-all font-family="{{ brand.fonts.body }}" />
      <mj-section padding="0" />
      <mj-column padding="0" />
      <mj-text padding="0" font-size="16px" line-height="26px" color="{{ brand.colors.ink }}" css-class="ink" />
      <mj-table padding="0" font-size="16px" line-height="23px" color="{{ brand.colors.ink }}" css-class="ink" />
      <mj-image padding="0" />
      <mj-divider padding="0" border-width="1px" border-color="{{ brand.colors.line }}" css-class="rule" />
      <mj-button align="left" padding="0" background-color="{{ brand.colors.accent }}" color="{{ brand.colors.onAccent }}" border-radius="8px" font-size="16px" line-height="20px" font-weight="600" inner-padding="15px 30px" css-class="button" />
    </mj-attributes>
    <mj-style>
      h1, h2, p { margin: 0; }
      a { color: {{ brand.colors.link }}; }
      .ink a.plain { color: {{ brand.colors.ink }}; text-decoration: none; }
      @media (max-width: 600px) {
        .edge > table > tbody > tr > td { padding-left: 24px !important; padding-right: 24px !important; }
        .card, .card > table { border-radius: 0 !important; }
        .button table { width: 100% !important; }
      }
      @media (prefers-color-scheme: dark) {
        body, .ground { background-color: {{ brand.dark.ground }} !important; }
        .card, .card > table { background: {{ brand.dark.card }} !important; background-color: {{ brand.dark.card }} !important; }
        .ink > div, .ink > table, .ink h1, .ink h2, .ink p, .ink td, .ink a.plain { color: {{ brand.dark.ink }} !important; }
        .ink a { color: {{ brand.dark.link }} !important; }
        .soft > div, .soft a { color: {{ brand.dark.soft }} !important; }
        .ink td.line { border-color: {{ brand.dark.line }} !important; }
        .tile { background-color: {{ brand.dark.tint }} !important; }
        .rule p { border-top-color: {{ brand.dark.line }} !important; }
        .button td, .button td > a { background: {{ brand.dark.accent }} !important; background-color: {{ brand.dark.accent }} !important; color: {{ brand.dark.onAccent }} !important; }
      }
    </mj-style>
  </mj-head>`

const inSection = (padding: string, inner: readonly string[], more = ''): string =>
  [
    `      <mj-section padding="${padding}" css-class="edge"${more}>`,
    '        <mj-column>',
    ...inner.map((line) => `          ${line}`),
    '        </mj-column>',
    '      </mj-section>',
  ].join('\n')

/** Where the product of a mail about one product stands: looked up in the catalogue by the id that the event names, or in the event itself. */
export type ProductFrom = 'catalogue' | 'event'

/** The page of a design; `from` is what a mail about one product shows it from. */
export function designPage(design: Design, say: (key: string) => string, from: ProductFrom = 'event'): string {
  const words = (key: string): string => say(`design.words.${key}`)
  const heading = (text: string, color = ''): string =>
    `<mj-text font-family="{{ brand.fonts.heading }}" padding="0 0 16px 0"${color === '' ? '' : ` color="${color}" css-class="hero"`}><h1 style="margin:0;font-size:32px;line-height:40px;font-weight:600;">${text}</h1></mj-text>`
  const greeting = `${words('greeting')}{% if subscriber.first_name %}, {{ subscriber.first_name }}{% endif %}.`
  const text = (of: string, padding = '0 0 24px 0'): string => `<mj-text padding="${padding}">${of}</mj-text>`
  const button = `<mj-button href="{{ brand.site }}">${words('button')}</mj-button>`
  const brand = inSection('32px 40px 0 40px', [
    '<mj-text font-family="{{ brand.fonts.heading }}" font-size="18px" line-height="24px"><b>{{ brand.name }}</b></mj-text>',
  ])
  const body =
    design === 'product'
      ? productBody(from, { words, greeting, heading, text, button, brand })
      : bodyOf(design, { words, greeting, heading, text, button, brand })
  const footer = [
    '    <mj-section padding="24px 40px 40px 40px" css-class="edge">',
    '      <mj-column>',
    `        <mj-text align="center" font-size="13px" line-height="21px" color="{{ brand.colors.soft }}" css-class="soft">${words('why')}<br>{{ workspace.address }}<br><a href="{{ unsubscribe_url }}" style="color:{{ brand.colors.soft }};">${words('unsubscribe')}</a></mj-text>`,
    '      </mj-column>',
    '    </mj-section>',
  ]
  return [
    '<mjml>',
    head,
    '  <mj-body css-class="ground" background-color="{{ brand.colors.ground }}" width="600px">',
    '    <mj-section><mj-column><mj-spacer height="24px" /></mj-column></mj-section>',
    '    <mj-wrapper css-class="card" background-color="{{ brand.colors.card }}" border-radius="12px" padding="0">',
    ...body,
    '      <mj-section><mj-column><mj-spacer height="40px" /></mj-column></mj-section>',
    '    </mj-wrapper>',
    ...footer,
    '  </mj-body>',
    '</mjml>',
    '',
  ].join('\n')
}

interface Parts {
  readonly greeting: string
  readonly words: (key: string) => string
  readonly heading: (text: string, color?: string) => string
  readonly text: (of: string, padding?: string) => string
  readonly button: string
  readonly brand: string
}

function bodyOf(design: Exclude<Design, 'product'>, { words, greeting, heading, text, button, brand }: Parts): readonly string[] {
  switch (design) {
    case 'letter':
      return [brand, inSection('28px 40px 0 40px', [heading(words('heading')), text(greeting), text(words('text')), button])]
    case 'announcement':
      return [
        inSection('72px 40px 56px 40px', [heading(words('heading'), '{{ brand.colors.onAccent }}')], ' background-color="{{ brand.colors.accent }}"'),
        inSection('32px 40px 0 40px', [text(words('text')), button]),
      ]
    case 'products':
      return [
        brand,
        inSection('28px 40px 0 40px', [heading(words('cart')), text(words('cart-text'))]),
        inSection('0 40px 24px 40px', ['<mj-table>', ...productRows(usualProducts).split('\n'), '</mj-table>']),
        inSection('0 40px', [button]),
      ]
    case 'newsletter': {
      const column = (title: string): string =>
        `        <mj-column padding="0 8px 24px 0"><mj-text padding="0 0 6px 0"><h2 style="margin:0;font-size:19px;line-height:26px;font-weight:600;">${title}</h2></mj-text><mj-text>${words('short')}</mj-text></mj-column>`
      return [
        brand,
        inSection('28px 40px 0 40px', [heading(words('heading')), text(words('text'))]),
        `      <mj-section padding="0 40px" css-class="edge">\n${column(words('first'))}\n${column(words('second'))}\n      </mj-section>`,
        inSection('8px 40px 0 40px', [button]),
      ]
    }
    case 'plain':
      return [inSection('40px 40px 0 40px', [text(greeting), text(words('text')), text('{{ workspace.sender }}', '0')])]
  }
}

function productBody(from: ProductFrom, { words, heading, text, brand }: Parts): readonly string[] {
  const it = from === 'catalogue' ? 'catalogue.product' : 'trigger'
  const [title, image, currency] =
    from === 'catalogue' ? [`${it}.title`, `${it}.image`, `${it}.currency`] : [`${it}.name`, `${it}.image_url`, `'${usualProducts.currency}'`]
  const shown = (field: string, inner: string): string => `{% if ${field} %}${inner}{% endif %}`
  const link = `{{ ${it}.url | default: brand.site }}`
  return [
    brand,
    inSection('28px 40px 0 40px', [heading(words('product')), text(words('product-text'), '0')]),
    inSection('24px 40px 0 40px', [
      shown(image, `<mj-image src="{{ ${image} }}" alt="{{ ${title} }}" href="${link}" border-radius="12px" fluid-on-mobile="true" css-class="tile" />`),
      `<mj-text padding="20px 0 24px 0"><b>{{ ${title} }}</b>${shown(`${it}.price`, `<br>{{ ${it}.price | money: ${currency} }}`)}</mj-text>`,
      `<mj-button href="${link}">${words('product-button')}</mj-button>`,
    ]),
  ]
}

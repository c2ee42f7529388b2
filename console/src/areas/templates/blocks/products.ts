// A list of products as a mail shows it: the rows of a table, from the cart, from what a lookup of the catalogue finds, or from a list of the event. It is written
// from a few choices, and read back from what is written: a list that somebody changed by hand in another way is a block of code.

export interface Products {
  /** The list, such as cart.items or catalogue.alike. */
  readonly from: string
  readonly limit: number
  readonly hasPictures: boolean
  readonly hasQuantity: boolean
  readonly hasPrices: boolean
  /** The currency of prices, such as EUR; items of the catalogue know their own. */
  readonly currency: string
}

/** What a list begins as. */
export const usualProducts: Products = { from: 'cart.items', limit: 5, hasPictures: true, hasQuantity: true, hasPrices: true, currency: 'EUR' }

const line = 'border-top:1px solid {{ brand.colors.line }};'

/** The inside of its table. */
export function productRows({ from, limit, hasPictures, hasQuantity, hasPrices, currency }: Products): string {
  const isCatalogue = from.startsWith('catalogue.')
  const title = isCatalogue ? 'item.title' : 'item.name'
  const money = isCatalogue ? 'item.currency' : `'${currency}'`
  const rows = [
    `{% for item in ${from} limit: ${limit} %}`,
    '<tr>',
    hasPictures &&
      `<td class="line" width="92" valign="top" style="width:92px;padding:16px 0;${line}">{% if item.image %}<img class="tile" src="{{ item.image }}" alt="" width="76" height="76" style="display:block;width:76px;height:76px;border-radius:10px;object-fit:cover;background-color:{{ brand.colors.tint }};">{% endif %}</td>`,
    `<td class="line" valign="middle" style="padding:16px 12px 16px 0;${line}font-weight:600;">{% if item.url %}<a class="plain" href="{{ item.url }}" style="color:{{ brand.colors.ink }};text-decoration:none;">{{ ${title} }}</a>{% else %}{{ ${title} }}{% endif %}</td>`,
    hasQuantity &&
      `<td class="line" align="right" valign="middle" style="padding:16px 12px;${line}white-space:nowrap;">{{ item.quantity | default: 1 }} &times;</td>`,
    hasPrices &&
      `<td class="line" align="right" valign="middle" style="padding:16px 0;${line}white-space:nowrap;">{% if item.price %}{{ item.price | money: ${money} }}{% endif %}</td>`,
    '</tr>',
    '{% endfor %}',
  ]
  return rows.filter((row) => row !== false).join('\n')
}

/** The choices that a table was written from; undefined for any other table. */
export function productsIn(inside: string): Products | undefined {
  const head = /^\s*\{% for item in ([\w.[\]]{1,100}) limit: (\d{1,2}) %\}/.exec(inside)
  if (head === null) return undefined
  const products: Products = {
    from: head[1] ?? '',
    limit: Number(head[2]),
    hasPictures: inside.includes('<img class="tile"'),
    hasQuantity: inside.includes('item.quantity | default'),
    hasPrices: inside.includes('item.price | money'),
    currency: /item\.price \| money: '([A-Z]{3})'/.exec(inside)?.[1] ?? usualProducts.currency,
  }
  return plain(productRows(products)) === plain(inside) ? products : undefined
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, '\n')
}

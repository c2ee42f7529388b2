// What a new journey begins with: nothing, or one of the flows that most shops have. The texts are those of a file; NAME and TEMPLATE are filled in.

export interface Recipe {
  /** Of its words: recipe.NAME. */
  readonly name: 'blank' | 'welcome' | 'cart' | 'browse' | 'purchase' | 'win-back' | 'reminder' | 'price-drop' | 'back-in-stock'
  readonly text: string
  /** People asked for these very mails, so nobody is left without to measure anything. */
  readonly isPromised?: true
}

/** Of 100 people so many go through a new journey without being sent anything, so that what it brings can be measured from the first day. */
export const usualHoldout = 5

/** Whether there is something to measure, and nobody was promised a mail. */
export function mayHoldOut({ text, isPromised }: Recipe): boolean {
  return isPromised !== true && text.includes('\ngoal:')
}

export const recipes: readonly Recipe[] = [
  { name: 'blank', text: 'journey: NAME\nenter:\n  - on: Signed Up\nsteps:\n  - { id: send, send: TEMPLATE }\n' },
  {
    name: 'welcome',
    text: `journey: NAME
description: Says hello when somebody signs up, and once more two days later to those who have not bought.
enter:
  - on: Subscriber Added
again: never
goal: { event: Order Completed, within: 14d }
steps:
  - { id: hello, send: TEMPLATE }
  - { id: two-days, wait: 2d }
  - { id: again, send: TEMPLATE, if: { not: { event: Order Completed } } }
`,
  },
  {
    name: 'cart',
    text: `journey: NAME
description: Half an hour after a cart was left, a reminder; a day later another one, unless it was bought.
enter:
  - quiet: 30m
    on: [Product Added, Product Removed, Checkout Started]
    unless: [Order Completed]
    if: { cart: { items: { gte: 1 } } }
again: { after: 3d }
exit:
  - { event: Order Completed }
goal: { event: Order Completed, within: 3d }
steps:
  - { id: remind, send: TEMPLATE, expires: 12h }
  - { id: patience, wait: 1d }
  - { id: last, send: TEMPLATE, expires: 12h }
`,
  },
  {
    name: 'browse',
    text: `journey: NAME
description: Writes to those who looked at one product three times within a day and did not buy, about this product.
enter:
  - on: Product Viewed
    if:
      all:
        - { event: Product Viewed, where: { product_id: { eq: { ref: trigger.product_id } } }, count: { gte: 3 }, within: 24h }
        - { not: { event: Order Completed, within: 24h } }
key: properties.product_id
again: { after: 30d }
exit:
  - { event: Order Completed }
  - { event: Product Added, where: { product_id: { eq: { ref: trigger.product_id } } } }
goal: { event: Order Completed, within: 7d }
steps:
  - { id: patience, wait: 2h }
  - { id: remind, send: TEMPLATE, expires: 6h }
`,
  },
  {
    name: 'purchase',
    text: `journey: NAME
description: Asks how it is, ten days after an order.
enter:
  - on: Order Completed
again: { after: 30d }
steps:
  - { id: ten-days, wait: 10d }
  - { id: ask, send: TEMPLATE }
`,
  },
  {
    name: 'win-back',
    text: `journey: NAME
description: Writes to customers who have not ordered for sixty days, in the morning of their own time zone.
enter:
  - becomes: { since: Order Completed, gte: 60d, never: false }
again: { after: 180d }
exit:
  - { event: Order Completed }
goal: { event: Order Completed, within: 14d }
steps:
  - { id: morning, wait: { until: '09:30', days: [tue, wed, thu], zone: subscriber } }
  - { id: write, send: TEMPLATE, expires: 1d }
`,
  },
  {
    name: 'price-drop',
    text: `journey: NAME
description: "Something that somebody looked at or has in the cart costs less. They are told once a fortnight. Its collection in the catalogue says what a fall is, under Tell people."
enter:
  - on: Price Dropped
key: properties.product_id
again: { after: 14d }
exit:
  - { event: Order Completed }
goal: { event: Order Completed, within: 7d }
steps:
  - { id: tell, send: TEMPLATE, expires: 12h }
`,
  },
  {
    name: 'back-in-stock',
    isPromised: true,
    text: `journey: NAME
description: "Somebody asked to be told when a product is there again. They are told once. Switch it on at the collection in the catalogue, under Tell people, for only those who asked: Stock Alert Asked."
enter:
  - on: Stock Alert Asked
key: properties.product_id
again: always
goal: { event: Order Completed, within: 7d }
steps:
  - id: restock
    on:
      - event: Back In Stock
        where: { product_id: { eq: { ref: trigger.product_id } } }
        steps:
          - { id: tell, send: TEMPLATE, expires: 6h }
      - after: 90d
        steps:
          - { id: enough, nothing: true }
`,
  },
  {
    name: 'reminder',
    text: `journey: NAME
description: Asks those who got a mail and did not click it once more, another way.
enter:
  - on: Message Sent
again: { after: 14d }
steps:
  - id: reaction
    on:
      - event: Message Clicked
        steps:
          - { id: thanks, list: { add: interested } }
      - after: 3d
        steps:
          - { id: remind, send: TEMPLATE }
`,
  },
]

/** What is filled into a recipe; what is empty is to be said in the draft. */
export interface Filled {
  readonly name: string
  readonly template: string
  /** Whether some are held out, where that may be. */
  readonly isMeasured: boolean
}

/** The text of a new file. */
export function recipeText(recipe: Recipe, { name, template, isMeasured }: Filled): string {
  const text = isMeasured && mayHoldOut(recipe) ? recipe.text.replace(/^goal: .*\n/m, `$&holdout: ${usualHoldout}\n`) : recipe.text
  return text.replaceAll(/NAME|TEMPLATE/g, (word) => written(word === 'NAME' ? name : template))
}

/** A name of plain letters as it is, any other in quotes: a colon or a bracket would be read as something else. */
function written(name: string): string {
  if (name === '') return "''"
  return /^[a-z][a-z0-9-]*$/.test(name) && !['true', 'false', 'null', 'yes', 'no', 'on', 'off'].includes(name) ? name : JSON.stringify(name)
}

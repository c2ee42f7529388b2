// What a new journey begins with: nothing, or one of the flows that most shops have. The texts are those of a file; NAME and TEMPLATE are filled in.

export interface Recipe {
  /** Of its words: recipe.NAME. */
  readonly name: 'blank' | 'welcome' | 'cart' | 'browse' | 'purchase' | 'win-back' | 'reminder'
  readonly text: string
}

export const recipes: readonly Recipe[] = [
  { name: 'blank', text: 'journey: NAME\nenter:\n  - on: Signed Up\nsteps:\n  - { id: send, send: TEMPLATE }\n' },
  {
    name: 'welcome',
    text: `journey: NAME
description: Says hello when somebody signs up, and once more two days later to those who have not bought.
enter:
  - on: Signed Up
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
description: Writes to those who looked at something three times within a day and did not buy.
enter:
  - becomes: { all: [{ event: Product Viewed, count: { gte: 3 }, within: 24h }, { not: { event: Order Completed, within: 24h } }] }
again: { after: 7d }
exit:
  - { event: Order Completed }
goal: { event: Order Completed, within: 7d }
steps:
  - { id: remind, send: TEMPLATE, expires: 1d }
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

/** The text of a new file. */
export function recipeText({ text }: Recipe, { name, template }: { readonly name: string; readonly template: string }): string {
  return text.replaceAll('NAME', name).replaceAll('TEMPLATE', template === '' ? "''" : template)
}

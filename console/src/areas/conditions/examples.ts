// Conditions to begin with; their titles stand in the words, as example.KEY.

import type { ConditionJson } from './condition-json.ts'

export const examples: readonly { readonly key: string; readonly condition: ConditionJson }[] = [
  {
    key: 'hesitates',
    condition: {
      all: [{ event: 'Product Viewed', count: { gte: 3 }, within: '24h', by: 'product_id' }, { not: { event: 'Order Completed', within: '24h' } }],
    },
  },
  { key: 'buys', condition: { event: 'Order Completed', count: { gte: 3 }, within: '365d' } },
  { key: 'gone', condition: { since: ['Page Viewed', 'Order Completed'], gte: '60d' } },
  { key: 'cart', condition: { cart: { items: { gte: 1 } } } },
]

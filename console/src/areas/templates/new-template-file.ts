// The file that defines a new template: what its design shows is looked up and has an example, so that whoever writes it sees a whole mail at once.

import type { Design } from './ready-designs.ts'

export interface NewTemplate {
  readonly template: string
  readonly subject: string
  /** Path of its page, below the definitions folder. */
  readonly page: string
  /** Empty for none. */
  readonly topic: string
  /** Undefined: like another template. */
  readonly design: Design | undefined
  /** The collection of the catalogue that a product is looked up in; undefined: the event itself says what the mail shows. */
  readonly collection: string | undefined
}

/** Its text: YAML, each value as JSON. */
export function newTemplateText({ template, subject, page, topic, design, collection }: NewTemplate): string {
  const line = (key: string, value: unknown): string => `${key}: ${JSON.stringify(value)}`
  return [
    line('template', template),
    line('subject', subject),
    line('mjml', { file: page.replace('templates/', './') }),
    ...(topic === '' ? [] : [line('topic', topic)]),
    ...(design === 'product' && collection !== undefined
      ? [line('catalogue', { product: { from: collection, id: 'trigger.product_id', required: true } })]
      : []),
    ...samplesOf(design, collection).map((samples) => line('samples', samples)),
    '',
  ].join('\n')
}

function samplesOf(design: Design | undefined, collection: string | undefined): readonly object[] {
  const [mug, bowl] = [
    { name: 'Mug', price: 24, url: 'https://shop.example/mug' },
    { name: 'Bowl', price: 32, url: 'https://shop.example/bowl' },
  ]
  if (design === 'product') return [{ example: { trigger: collection === undefined ? mug : { product_id: 'example' } } }]
  if (design === 'products') return [{ example: { cart: { items: [mug, bowl].map((one) => ({ ...one, quantity: 1 })) } } }]
  return []
}

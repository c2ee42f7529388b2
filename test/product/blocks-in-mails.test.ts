// Blocks of a mail that show to some and not to others: by segment, by variant, by what let the person in, by language.

import { expect, test } from 'vitest'
import type { Channel, EmailMessage } from '../../src/runtime/channel.ts'
import { startVirtualProduct } from './virtual-product.ts'

const files = {
  'shop.yaml': `workspace: Shop
sender: { name: Shop, address: hello@shop.example }
---
segment: vip
if: { attribute: plan, eq: gold }
---
journey: hello
enter: [{ on: Go }]
steps:
  - id: tone
    split:
      - { variant: short, weight: 1, steps: [{ id: on, nothing: true }] }
      - { variant: long, weight: 1, steps: [{ id: off, nothing: true }] }
    winner: short
  - { id: hello, send: hello }
---
template: hello
subject: Hello
mjml: { file: hello.mjml }
locales: { de: { subject: Hallo } }
`,
  'hello.mjml': `<mjml><mj-body>
{% if segments contains 'vip' %}<mj-section><mj-column><mj-text>For you, gold</mj-text></mj-column></mj-section>{% endif %}
{% if variants.tone == 'short' %}<mj-section><mj-column><mj-text>Short</mj-text></mj-column></mj-section>{% endif %}
{% if trigger.from == 'shop' %}<mj-section><mj-column><mj-text>From the shop, {{ brand.name }}, {{ journey }}</mj-text></mj-column></mj-section>{% endif %}
</mj-body></mjml>`,
}

test('a block shows to those whom its condition means, as it is when the mail leaves', async () => {
  const mails: EmailMessage[] = []
  const deliver: Channel['deliver'] = async (message) => {
    if (message.kind === 'email') mails.push(message)
    return { kind: 'sent' }
  }
  const product = await startVirtualProduct(files, () => [{ name: 'email', deliver, close: async () => {} }])
  await product.track('ann', 'Seen', { traits: { email: 'ann@mail.example', plan: 'gold', locale: 'de-AT' } })
  await product.identify('bob')
  await product.track('ann', 'Go', { properties: { from: 'shop' } })
  await product.track('bob', 'Go', { properties: { from: 'elsewhere' } })
  await product.runtime.settle()
  const of = (name: string) => mails.find(({ to }) => to.startsWith(name))
  expect(
    of('ann')
      ?.text.split('\n')
      .filter((line) => line !== ''),
  ).toEqual(['For you, gold', 'Short', 'From the shop, Shop, hello'])
  expect(of('ann')?.subject).toBe('Hallo')
  expect(of('bob')).toMatchObject({ text: 'Short', subject: 'Hello' })
})

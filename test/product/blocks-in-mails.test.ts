// Blocks of a mail that show to some and not to others: by segment, by variant, by what let the person in, by language.

import { expect, test } from 'vitest'
import { decisionText } from '../../src/engine/decision-text.ts'
import type { Channel, EmailMessage } from '../../src/runtime/channel.ts'
import { hour, start, startVirtualProduct } from './virtual-product.ts'

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

const asked = {
  'shop.yaml': `workspace: Shop
sender: { name: Shop, address: hello@shop.example }
---
journey: hello
enter: [{ on: Go }]
steps: [{ wait: 1h }, { id: hello, send: hello }]
---
template: hello
subject: "Hello{% if conditions.often %}, and good to see you again{% endif %}"
html: "<p>Hi</p>{% if conditions.often %}<p>Here again</p>{% endif %}{% unless conditions.from-shop %}<p>From afar</p>{% endunless %}"
conditions:
  often: { event: Seen, count: { gte: 2 }, within: 1d }
  from-shop: { trigger: from, eq: shop }
samples: { again: { conditions: [often] } }
`,
}

test('a block asks a condition of its template, in the moment in which the mail may leave, and the decision says what each said', async () => {
  const mails: EmailMessage[] = []
  const deliver: Channel['deliver'] = async (message) => {
    if (message.kind === 'email') mails.push(message)
    return { kind: 'sent' }
  }
  const product = await startVirtualProduct(asked, () => [{ name: 'email', deliver, close: async () => {} }])
  for (const who of ['ann', 'bob']) await product.identify(who)
  await product.track('ann', 'Seen')
  await product.track('ann', 'Go', { properties: { from: 'shop' } })
  await product.track('bob', 'Go', { properties: { from: 'elsewhere' } })
  // What comes while it waits counts: it is asked when the mail leaves.
  await product.track('ann', 'Seen', { messageId: 'second' })
  await product.advanceTo(start + 2 * hour)
  const lines = (name: string) =>
    mails
      .find(({ to }) => to.startsWith(name))
      ?.text.split('\n')
      .filter((line) => line !== '')
  expect(lines('ann')).toEqual(['Hi', 'Here again'])
  expect(lines('bob')).toEqual(['Hi', 'From afar'])
  // The subject asks the same, so tone and subject go with what somebody did.
  expect(mails.map(({ subject }) => subject).toSorted()).toEqual(['Hello', 'Hello, and good to see you again'])
  const [ann] = await product.store.resolve(['u:ann'])
  const decisions = await product.store.decisions(ann as number, 100)
  const authorized = decisions.find(({ kind }) => kind === 'authorized')
  expect(authorized).toMatchObject({ blocks: { often: true, 'from-shop': true } })
  expect(authorized && decisionText(authorized)).toContain('may hand over email hello of hello, often holds, from-shop holds')
})

test('a condition that a template does not say, or that is wrong, is a problem with its place', async () => {
  const written = (more: string) => startVirtualProduct({ 'shop.yaml': asked['shop.yaml'].replaceAll('conditions.often', more) }, () => [])
  await expect(written('conditions.oftn')).rejects.toThrow(/the template has no condition "oftn"/)
  const wrong = { 'shop.yaml': asked['shop.yaml'].replace('event: Seen,', 'segment: nobody, event: Seen,') }
  await expect(startVirtualProduct(wrong, () => [])).rejects.toThrow()
  const unknown = { 'shop.yaml': asked['shop.yaml'].replace('often: { event: Seen, count: { gte: 2 }, within: 1d }', 'often: { segment: nobody }') }
  await expect(startVirtualProduct(unknown, () => [])).rejects.toThrow(/nobody/)
})

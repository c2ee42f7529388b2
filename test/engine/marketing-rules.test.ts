// What the law wants in mail that advertises: an address and a way out, or it does not come into force.

import { expect, test } from 'vitest'
import { marketingProblems } from '../../src/engine/marketing-rules.ts'
import { definitionsOf, mail } from './policies/shop.ts'

const address = 'Kettle & Clay, 12 Potters Lane, 10115 Berlin'
const topics = [{ topic: 'news' }, { topic: 'receipts', transactional: true }]
const codesOf = (html: string, { topic = 'news', workspace = {}, step = {} }: { topic?: string; workspace?: object; step?: object } = {}): string[] => {
  const templates = [{ template: 'a', html, ...(topic === '' ? {} : { topic }) }]
  const definitions = definitionsOf({ workspace: { topics, address, ...workspace }, templates, journeys: [mail('a', step as never)] })
  return marketingProblems(definitions).map(({ code }) => code)
}
const whole = '<a href="{{ unsubscribe_url }}">No more</a> {{ workspace.address }}'

test.each([
  ['with both', whole, {}, []],
  ['with the page of preferences as the way out', '<a href="{{ preferences_url }}">Choose</a> {{ workspace.address }}', {}, []],
  ['with the address as text over two lines', '<a href="{{ unsubscribe_url }}">No more</a> Kettle &amp; Clay<br>12 Potters Lane<br>10115 Berlin', {}, []],
  ['without a way out', '{{ workspace.address }}', {}, ['marketing.unsubscribe']],
  ['without the address', '<a href="{{ unsubscribe_url }}">No more</a>', {}, ['marketing.address']],
  ['in a workspace without an address', whole, { workspace: { address: undefined } }, ['marketing.sender']],
  ['that is transactional', 'Your receipt', { topic: 'receipts' }, []],
  ['without a topic', 'Hello', { topic: '' }, []],
  ['that a step makes advertising', 'Hello', { topic: 'receipts', step: { topic: 'news' } }, ['marketing.unsubscribe', 'marketing.address']],
])('a mail %s: %s', (_, html, more, expected) => {
  expect(codesOf(html, more)).toEqual(expected)
})

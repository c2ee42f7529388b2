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
  ['without a topic, which the workspace knows', 'Hello', { topic: '' }, ['marketing.topic']],
  ['without a topic, in a workspace without any', 'Hello', { topic: '', workspace: { topics: undefined } }, []],
  ['without a topic and with a way out', whole, { topic: '', workspace: { topics: undefined } }, ['marketing.topic']],
  ['to which each step gives a topic', whole, { topic: '', step: { topic: 'news' } }, []],
  ['whose way out is a comment', `<!-- ${whole} -->{% comment %}${whole}{% endcomment %}`, {}, ['marketing.unsubscribe', 'marketing.address']],
  ['that a step makes advertising', 'Hello', { topic: 'receipts', step: { topic: 'news' } }, ['marketing.unsubscribe', 'marketing.address']],
])('a mail %s: %s', (_, html, more, expected) => {
  expect(codesOf(html, more)).toEqual(expected)
})

test('each language must have both', () => {
  const templates = [{ template: 'a', topic: 'news', html: whole, locales: { de: { subject: 'Neu', html: 'Hallo' } } }]
  const problems = marketingProblems(definitionsOf({ workspace: { topics, address }, templates, journeys: [mail('a')] }))
  expect(problems.map(({ code, path }) => [code, ...path])).toEqual([
    ['marketing.unsubscribe', 'locales', 'de', 'html'],
    ['marketing.address', 'locales', 'de', 'html'],
  ])
})

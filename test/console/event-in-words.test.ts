// What somebody's past says of an event, in the words of the console.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { valuesInLine } from '../../console/src/areas/decisions/values-in-line.ts'
import { commandLine, eventLine, eventTitle } from '../../console/src/areas/people/event-in-words.ts'

const words = JSON.parse(readFileSync('console/src/areas/people/words/en.json', 'utf8')) as Readonly<Record<string, unknown>>
const say = (key: string): string => String(key.split('.').reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>>)[part], words))

const opened = { message: '7/welcome/1/1/hello/1', template: null, journey: 'welcome', version: 1, step: 'hello', channel: 'email', by: 'human' }

test('what became of a message is told as people say it, and not as its properties', () => {
  expect(eventTitle('Message Opened', opened, say)).toBe('Opened')
  expect(eventTitle('Message Opened', { ...opened, by: 'proxy' }, say)).toBe('Opened by a mail program')
  expect(eventLine('Message Opened', opened, say)).toBe('welcome · hello')
  expect(eventLine('Message Clicked', { ...opened, template: 'hello', link: 'https://shop.example/a' }, say)).toBe('welcome · hello · https://shop.example/a')
})

test('an event of the shop keeps its name and its first values, without what is empty', () => {
  expect(eventTitle('Message Opened', { thread: 'x' }, say)).toBe('Message Opened')
  expect(eventTitle('Product Viewed', {}, say)).toBe('Product Viewed')
  expect(eventLine('Product Viewed', { product_id: 'p1', brand: null, price: 3, context: {} }, say)).toBe('product_id: p1 · price: 3')
  expect(valuesInLine({ context: {} })).toBe('…')
})

test('what was asked for by a command names its parts in words, and that nothing was to follow', () => {
  expect(commandLine({ topic: 'news', because: 'imported', silent: true }, say)).toBe('topic: news · reason: imported · set nothing off')
  expect(commandLine({ silent: true }, say)).toBe('set nothing off')
  expect(commandLine({ plan: 'free' }, say)).toBe('plan: free')
  expect(commandLine({}, say)).toBe('…')
})

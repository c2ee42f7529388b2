// A page whose tag was not closed yet, full of placeholders, as somebody types it: it is read at once.

import { expect, test } from 'vitest'
import { readRich } from '../../console/src/areas/templates/blocks/rich-text.ts'
import { compileTemplate } from '../../src/content/compile-template.ts'

const placeholders = '{{ a }}'.repeat(200)

test.each([`<p>Hello</p><a title="${placeholders}`, `<p>Hello</p><a ${placeholders}`, `<a title="${placeholders}>Hello</a>`])(
  'a tag without its end holds nobody up: %#',
  (html) => {
    expect(() => compileTemplate({ template: 't', subject: 's', html })).not.toThrow()
  },
)

test('a value of an element that is closed is taken off the text, with the Liquid in it', () => {
  const html = `<p title="{% if a > 1 %}{{ a }}{% endif %}" id="x">Hello</p>`
  expect(
    compileTemplate({ template: 't', subject: 's', html })
      .render({} as never)
      .text.trim(),
  ).toBe('Hello')
})

test('a link without its closing quote is no text that can be edited as words, and is found to be none at once', () => {
  expect(readRich(`<a href="${placeholders}>x</a>`)).toBeUndefined()
  expect(readRich('<a href="{{ a }}?x={{ b }}">x</a>')).toHaveLength(1)
})

// What is found wrong with a template without rendering it.

import { describe, expect, test } from 'vitest'
import { templateProblems, textProblems } from '../../src/content/template-problems.ts'
import type { Template } from '../../src/model/definitions.ts'

const template = (parts: Partial<Template>): Template => ({ template: 'cart', subject: 'Hello', html: '<p>Hi</p>', ...parts })

describe('a template is checked without rendering it', () => {
  test('a good template has no problems', () => {
    const html =
      '{% assign total = cart.value %}{% for item in cart.items %}{{ item.name }} {{ forloop.index }}{% endfor %}{{ total | money: "EUR" }} {{ now | date: "%Y" }} {{ unsubscribe_url }}'
    expect(templateProblems(template({ subject: 'Hi {{ subscriber.first_name | default: "you" }}', preheader: '{{ workspace.name }}', html }))).toEqual([])
  })

  test('an error says in which part, where, what, and what to do', () => {
    expect(templateProblems(template({ html: '<p>\n  {% iff x %}' }))).toEqual([
      {
        severity: 'error',
        definition: { kind: 'template', name: 'cart' },
        path: ['html'],
        code: 'template does not parse',
        message: 'line 2, column 3: there is no tag {% iff %}',
        fix: expect.stringContaining('if, '),
      },
    ])
  })

  test.each([
    ['a tag that is not closed', '{% if x %}', /not closed/],
    ['a placeholder that is not closed', '{{ x', /not closed/],
    ['an unknown filter', '{{ x | euro }}', /there is no filter "euro"/],
    ['chance', '{{ x | sample }}', /there is no filter "sample", because its outcome could not be repeated/],
    ['another file', '{% include "header" %}', /a template stands alone/],
    ['a loop that is none', '{% for x of y %}{% endfor %}', /illegal tag/],
    ['nesting without end', '{% if true %}'.repeat(5000), /nested too deeply|not closed/],
    ['too long a text', 'y'.repeat(500_001), /longer than 500000 characters/],
  ])('%s is an error', (_, text, message) => {
    expect(textProblems(text, 'plain')).toMatchObject([{ severity: 'error', message: expect.stringMatching(message) }])
  })

  test('a name that no template knows is a warning with the likely cure', () => {
    expect(templateProblems(template({ subject: 'Hi {{ first_name }}' }))).toMatchObject([
      {
        severity: 'warning',
        path: ['subject'],
        message: 'line 1, column 7: "first_name" is not known to templates and will come out empty',
        fix: expect.stringContaining('{{ subscriber.first_name }}'),
      },
    ])
  })

  test.each(['<a href="https://{{ trigger.host }}/sale">', "<a href='http://www.{{trigger.shop | downcase}}.example/'>"])(
    '%s: a host that an event chooses is a warning',
    (html) => {
      expect(templateProblems(template({ html }))).toMatchObject([
        { severity: 'warning', code: 'link to anywhere', path: ['html'], fix: expect.stringContaining('Write the host out') },
      ])
    },
  )

  test('a host that is written out is none, whatever follows', () => {
    expect(templateProblems(template({ html: '<a href="https://shop.example/{{ trigger.path }}?x={{ trigger.y }}">{{ trigger.name }}</a>' }))).toEqual([])
  })

  test('a subject of several lines is a warning', () => {
    expect(templateProblems(template({ subject: 'a\nb' }))).toMatchObject([{ severity: 'warning', path: ['subject'] }])
  })
})

// What authors can rely on in templates, through the real thread.

import { afterAll, describe, expect, test } from 'vitest'
import { createRenderer } from '../../src/content/renderer.ts'
import type { Template } from '../../src/model/definitions.ts'
import { facts } from './facts.ts'

const renderer = createRenderer()
afterAll(() => renderer.close())

async function email(parts: Partial<Template>): Promise<{ subject: string; html: string; text: string }> {
  const rendered = await renderer.email({ template: 'cart', subject: 'Hello', html: '<p>Hi</p>', ...parts }, facts)
  if (!rendered.ok) throw new Error(rendered.reason)
  return rendered
}

async function reason(parts: Partial<Template>): Promise<string> {
  const rendered = await renderer.email({ template: 'cart', subject: 'Hello', html: '<p>Hi</p>', ...parts }, facts)
  return rendered.ok ? 'it was rendered' : rendered.reason
}

async function texts(text: string, encode: 'none' | 'url' | 'json'): Promise<string | undefined> {
  const rendered = await renderer.texts([{ text, encode }], facts)
  if (!rendered.ok) throw new Error(rendered.reason)
  return rendered.texts[0]
}

describe('what a mail is made of', () => {
  test('values are escaped in the HTML, and plain in the subject and the text', async () => {
    const mail = await email({ subject: 'Hi {{ subscriber.first_name }}', html: '<p>{{ subscriber.first_name }}</p>', text: 'Hi {{ subscriber.first_name }}' })
    expect(mail).toMatchObject({ subject: 'Hi Ann <b>', html: '<p>Ann &lt;b&gt;</p>', text: 'Hi Ann <b>' })
  })

  test('an author who writes `| escape` does not escape twice', async () => {
    expect((await email({ html: '{{ subscriber.first_name | escape }}' })).html).toBe('Ann &lt;b&gt;')
  })

  test('what a subscriber wrote is never read as a template', async () => {
    const mail = await email({ subject: '{{ trigger.tricky }}', html: '{{ trigger.tricky }}' })
    expect(mail.subject).toBe('{{ subscriber.email }} {% if true %}')
    expect(mail.html).toBe('{{ subscriber.email }} {% if true %}')
  })

  test('a missing value renders empty, at any depth', async () => {
    expect((await email({ html: '[{{ subscriber.nothing.at.all }}]' })).html).toBe('[]')
  })

  test('the subject is one line', async () => {
    expect((await email({ subject: ' Hi\r\nBcc: evil@example.com\u2028 {{ "a\n\nb" }} ' })).subject).toBe('Hi Bcc: evil@example.com  a b')
  })

  test('the subject is at most 998 characters, and no character is cut in two', async () => {
    const { subject } = await email({ subject: `a{% for i in (1..600) %}\u{1F6D2}{% endfor %}` })
    expect(subject.length).toBe(997)
    expect(subject.isWellFormed()).toBe(true)
  })

  test('a subject that comes out empty is refused, with what to do', async () => {
    expect(await reason({ subject: '{{ subscriber.nothing }}' })).toMatch(/^template "cart", subject: it came out empty; give .* a default/)
  })

  test('the preheader stands hidden at the beginning of the page, and not in the text', async () => {
    const html = '<html><body class="{% if 2 > 1 %}wide{% endif %}"><p>Hello</p></body></html>'
    const mail = await email({ preheader: 'Soon {{ subscriber.first_name }}', html })
    expect(mail.html).toMatch(/^<html><body class="wide"><div data-preheader style="display:none;[^"]*">Soon Ann &lt;b&gt;.*<\/div><p>Hello<\/p>/)
    expect(mail.text).toBe('Hello')
  })

  test('compiled once, a template renders for everybody with their own facts', async () => {
    const template: Template = { template: 't', subject: 'Hi', html: '{{ subscriber.first_name }}' }
    const names = Array.from({ length: 200 }, (_, index) => `name ${index}`)
    const rendered = await Promise.all(names.map((name) => renderer.email(template, { ...facts, subscriber: { first_name: name } })))
    expect(rendered.map((mail) => mail.ok && mail.html)).toEqual(names)
  })

  test('an error names the template, the part, the line and the column', async () => {
    expect(await reason({ html: '<p>\n{{ cart.value | euro }}</p>' })).toBe('template "cart", html: line 2, column 1: there is no filter "euro"')
    expect(await reason({ text: 'a\nb {% iff %}' })).toBe('template "cart", text: line 2, column 3: there is no tag {% iff %}')
  })
})

describe('the text that is made from the page', () => {
  test('has the loops, conditions and links of the page, per recipient', async () => {
    const html = `<html><head><title>T</title><style>p { color: red }</style></head><body>
      <h1>Hello {{ subscriber.first_name }}</h1>
      <table>{% for item in cart.items %}<tr><td>{{ item.name }}</td><td>{{ item.price | money: 'EUR' }}</td></tr>{% endfor %}</table>
      {% if cart.value > 50 %}<p>Free shipping</p>{% else %}<p>Almost</p>{% endif %}
      <img src="logo.png" alt="Our logo"><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`
    expect((await email({ html })).text).toBe(
      'Hello Ann <b>\n\nShoe & Co 10,00\u00a0€\nHat 5,50\u00a0€\n\nFree shipping\n\nOur logo\n\nUnsubscribe [https://news.example.com/u?a=1&b=2]',
    )
  })

  test('keeps what a style sheet or a comment had assigned', async () => {
    const html = '<style>{% assign who = "all of you" %}</style><!-- {% assign more = "!" %} --><p>Hello {{ who }}{{ more }}</p>'
    expect((await email({ html })).text).toBe('Hello all of you!')
  })

  test('shows HTML that was filled in as text', async () => {
    expect((await email({ html: '{% capture list %}<ul><li>One &amp; two</li></ul>{% endcapture %}{{ list | raw }}' })).text).toBe(' * One & two')
  })

  test('shows braces that the page shows', async () => {
    expect((await email({ html: '<p>{% raw %}{{ code }}{% endraw %}</p>' })).text).toBe('{{ code }}')
  })
})

describe('other texts', () => {
  test('a value cannot leave its place in a URL', async () => {
    expect(await texts('https://hooks.example.com/{{ subscriber.first_name }}?v={{ cart.value }}', 'url')).toBe(
      'https://hooks.example.com/Ann%20%3Cb%3E?v=1234.5',
    )
  })

  test('a value cannot leave its place in a JSON text', async () => {
    const rendered = await renderer.texts([{ text: '{"name":"{{ subscriber.name }}","list":"{{ subscriber.list }}"}', encode: 'json' }], {
      ...facts,
      subscriber: { name: '","admin":true,"x":"\n', list: { a: '","b":"' } },
    })
    expect(rendered.ok && JSON.parse(rendered.texts[0] ?? '')).toEqual({ name: '","admin":true,"x":"\n', list: '{"a":"\\",\\"b\\":\\""}' })
  })

  test('`| json` is a whole JSON value, and null for what is missing', async () => {
    const text = await texts('{"items":{{ cart.items | json }},"nothing":{{ cart.nothing | json }},"value":{{ cart.value }}}', 'json')
    expect(JSON.parse(text ?? '')).toEqual({ items: facts.cart.items, nothing: null, value: 1234.5 })
  })

  test('several texts are rendered in one go, in order', async () => {
    const rendered = await renderer.texts(
      [
        { text: '{{ journey }}', encode: 'none' },
        { text: '{{ step }}', encode: 'none' },
      ],
      facts,
    )
    expect(rendered).toEqual({ ok: true, texts: ['welcome', 'hello'] })
  })
})

describe('money and dates', () => {
  test.each([
    ["{{ cart.value | money: 'EUR' }}", '1.234,50\u00a0€'],
    ["{{ cart.value | money: 'eur', 'en-US' }}", '€1,234.50'],
    ["{{ '19.9' | money: 'JPY', 'ja' }}", '￥20'],
    ['{{ cart.value | money }}', '1.234,50'],
    ["{{ cart.value | money: 'no currency', 'no locale' }}", '1.234,50'],
    ["[{{ subscriber.email | money: 'EUR' }}{{ nothing | money: 'EUR' }}]", '[]'],
    ["{{ trigger.at | date: '%d. %B %Y, %H:%M %z' }}", '21. November 2026, 11:00 +0100'],
    ["{{ trigger.at | date: '%H:%M', 'America/New_York' }}", '05:00'],
    ["{{ trigger.at | date: '%H:%M', 'No/Zone' }}", '11:00'],
    ["{{ trigger.at | date: 'long' }}", '21. November 2026'],
    ["{{ 'now' | date: '%Y-%m-%dT%H:%M' }} {{ now | date: '%H' }}", '2026-11-21T13:00 13'],
    ["{{ '2026-03-29T00:59:59Z' | date: '%T' }} {{ '2026-03-29T01:00:00Z' | date: '%T' }}", '01:59:59 03:00:00'],
    ["{{ 1795255200 | date: '%F' }}", '2026-11-21'],
    ["{{ 'soon' | date: '%F' }}", 'soon'],
    ["{{ trigger.at | date: '%-d.%-m.%y %^a %j %e|%5d|%_3m|%L %s %% %Q' }}", '21.11.26 SA 325 21|00021| 11|000 1795255200 % %Q'],
  ])('%s is %s', async (template, expected) => {
    expect(await texts(template, 'none')).toBe(expected)
  })
})

test('a closed renderer says so', async () => {
  const closing = createRenderer()
  const pending = closing.email({ template: 't', subject: 's', html: 'h' }, facts)
  await closing.close()
  expect(await pending).toEqual({ ok: false, reason: 'the renderer was closed' })
  expect(await closing.texts([], facts)).toEqual({ ok: false, reason: 'the renderer is closed' })
})

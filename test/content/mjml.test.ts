// Liquid in MJML: wherever authors may write it, it is still there after compiling, and what comes out is whole for every reader.

import { describe, expect, test } from 'vitest'
import { compileMjml } from '../../src/content/compile-mjml.ts'
import { compileTemplate } from '../../src/content/compile-template.ts'
import { facts } from './facts.ts'

const page = (body: string, head = ''): string => `<mjml>${head}<mj-body>${body}</mj-body></mjml>`
const section = (words: string): string => `<mj-section><mj-column><mj-text>${words}</mj-text></mj-column></mj-section>`

function rendered(mjml: string, trigger: Record<string, unknown> = {}): { html: string; text: string } {
  const { html, mistakes } = compileMjml(mjml, 'en')
  expect(mistakes).toEqual([])
  const { html: shown, text } = compileTemplate({ template: 'page', subject: 'x', html: html as string }).render({ ...facts, trigger: trigger as never })
  expect(isWhole(shown)).toBe('whole')
  return { html: shown, text }
}

/** Tags of tables pair up, for Outlook, which reads what is in the comments, and for everybody else. */
function isWhole(html: string): string {
  const forOutlook = html.replaceAll(/<!--\[if [^\]]*\]>|<!\[endif\]-->|<!--\[if !mso\]><!-->|<!--<!\[endif\]-->/g, '')
  for (const form of [forOutlook, html.replaceAll(/<!--[\s\S]*?-->/g, '')]) {
    const open: string[] = []
    for (const [, slash, name] of form.matchAll(/<(\/?)(table|tbody|tr|td|div)\b[^>]*>/g)) {
      if (slash === '') open.push(name as string)
      else if (open.pop() !== name) return `</${name}> closes something else`
    }
    if (open.length > 0) return `${open.join(', ')} not closed`
  }
  return 'whole'
}

describe('Liquid between elements', () => {
  test.each([0, 1, 3])('a loop around a section makes %i of them', (count) => {
    const loop = page(`{% for item in trigger.items %}${section('[{{ item.name }}]')}{% endfor %}${section('end')}`)
    const items = Array.from({ length: count }, (_, index) => ({ name: `Mug ${index}` }))
    expect([...rendered(loop, { items }).html.matchAll(/\[Mug \d\]/g)]).toHaveLength(count)
  })

  test.each([0, 1, 3])('a loop around sections in a wrapper makes %i of them, first, in the middle and last', (count) => {
    const items = Array.from({ length: count }, () => 1)
    const loop = `{% for item in trigger.items %}${section('[x]')}{% endfor %}`
    const other = section('other')
    for (const inside of [`${loop}${other}`, `${other}${loop}${other}`, `${other}${loop}`, loop]) {
      const { html, text } = rendered(page(`<mj-wrapper>${inside}</mj-wrapper>`), { items })
      expect([...html.matchAll(/\[x\]/g)]).toHaveLength(count)
      expect([...text.matchAll(/\[x\]/g)]).toHaveLength(count)
    }
  })

  test('a loop around columns', () => {
    const columns = page(
      '<mj-section>{% for item in trigger.items %}<mj-column width="50%"><mj-text>[{{ item }}]</mj-text></mj-column>{% endfor %}</mj-section>',
    )
    expect(rendered(columns, { items: ['a', 'b'] }).text).toContain('[b]')
  })

  test('a loop around what is in a column, and around rows of a table', () => {
    const images = '{% for item in trigger.items %}<mj-image src="{{ item.image }}" alt="{{ item.name | default: "a thing" }}" />{% endfor %}'
    const rows = '<mj-table>{% for item in trigger.items %}<tr><td>{{ item.name }}</td></tr>{% endfor %}</mj-table>'
    const both = page(`<mj-section><mj-column>${images}${rows}</mj-column></mj-section>`)
    const { html, text } = rendered(both, { items: [{ image: 'https://x.example/a.png', name: 'Mug' }, { image: 'https://x.example/b.png' }] })
    expect(html).toContain('src="https://x.example/b.png"')
    expect(html).toContain('alt="a thing"')
    expect(text).toContain('Mug')
  })

  test.each([
    [true, 'yes'],
    [false, 'no'],
  ])('a condition that is %s around sections shows the right one, in the page and in the text', (is, shown) => {
    const both = page(`<mj-wrapper>{% if trigger.is %}${section('says yes')}{% else %}${section('says no')}{% endif %}</mj-wrapper>`)
    const { html, text } = rendered(both, { is })
    expect(text).toBe(`says ${shown}`)
    expect(html.match(/says \w+/g)).toEqual([`says ${shown}`])
  })

  test('a case, an assignment before the page and a capture in it', () => {
    const chosen = `{% assign name = "Ann" %}${page(`{% case trigger.plan %}{% when 'pro' %}${section('Pro {{ name }}')}{% else %}${section('Free')}{% endcase %}${section('cap')}`)}`
    expect(rendered(chosen, { plan: 'pro' }).text).toMatch(/^Pro Ann\s+cap$/)
  })
})

describe('Liquid in attributes and texts', () => {
  test('a condition in an attribute, with quotes of its own', () => {
    const colored = page(
      '<mj-section background-color="{% if trigger.hot == "yes" %}#ff0000{% else %}#0000ff{% endif %}"><mj-column><mj-text>x</mj-text></mj-column></mj-section>',
    )
    expect(rendered(colored, { hot: 'yes' }).html).toContain('background-color:#ff0000')
    expect(rendered(colored, { hot: 'no' }).html).toContain('background-color:#0000ff')
  })

  test('a link, its words, and a style in a text', () => {
    const button = '<mj-button href="https://x.example/c?id={{ trigger.id | url_encode }}&a=1">Go, {{ subscriber.first_name }} &rarr;</mj-button>'
    const text = '<mj-text><p style="color:{{ trigger.color }}">a < b & c</p><br>open</mj-text>'
    const { html } = rendered(page(`<mj-section><mj-column>${button}${text}</mj-column></mj-section>`), { id: 'a b', color: 'red' })
    expect(html).toContain('href="https://x.example/c?id=a+b&a=1"')
    expect(html).toContain('Go, Ann &lt;b&gt; &rarr;')
    expect(html).toContain('<p style="color:red">a < b & c</p><br>open')
  })

  test('raw stays as it is, comments leave nothing, and both may hold what would break the page', () => {
    const odd = page(
      `{% comment %}<mj-section>{% if %}{% endcomment %}<!-- {{ trigger.x }} <mj-text> -->{% # a note %}${section('{% raw %}{{ not }}{% endraw %}')}`,
    )
    const { html, text } = rendered(odd)
    expect(text).toBe('{{ not }}')
    expect(html).not.toContain('a note')
  })

  test('Liquid in a style sheet and in the title', () => {
    const head = '<mj-head><mj-title>Hi {{ subscriber.first_name }}</mj-title><mj-style>.a { color: {{ trigger.color }} }</mj-style></mj-head>'
    const { html } = rendered(page(section('x'), head), { color: 'red' })
    expect(html).toContain('<title>Hi Ann &lt;b&gt;</title>')
    expect(html).toContain('.a { color: red }')
  })
})

test('what is said for all of an element is lost only where the page has one, and a class only where one is used', () => {
  const head = (inner: string) => `<mj-head><mj-attributes>${inner}</mj-attributes></mj-head>`
  const spacer = '<mj-section><mj-column><mj-spacer height="1px" /></mj-column></mj-section>'
  const unused = '<mj-text color="{{ w }}" /><mj-class name="soft" color="{{ w }}" />'
  expect(compileMjml(page(spacer, head(unused)), 'en').mistakes).toEqual([])
  const used = compileMjml(page(section('x'), head('<mj-column width="{{ w }}" />')), 'en')
  expect(used.mistakes).toMatchObject([{ message: expect.stringContaining('would be lost') }])
})

describe('mistakes have their place', () => {
  const cases: Record<string, [mjml: string, at: string, message: RegExp]> = {
    'an element that is not there': [page('<mj-secton></mj-secton>'), '<mj-secton>', /there is no element <mj-secton>/],
    'an element in the wrong place': [page('<mj-text>x</mj-text>'), '<mj-text>', /<mj-text> cannot stand in <mj-body>/],
    'a text between elements': [page('<mj-section> hello </mj-section>'), 'hello', /"hello" stands between the elements of <mj-section>/],
    'an element that is not closed': [page('<mj-section>'), '</mj-body>', /<mj-section> is still open/],
    'a text that is not closed': [page('<mj-section><mj-column><mj-text>x</mj-column></mj-section>'), '<mj-text>', /<mj-text> is not closed/],
    'Liquid that is not closed': [page(section('{{ a')), '{{ a', /not closed/],
    'Liquid between attributes': [page('<mj-section {% if a %}padding="0"{% endif %}></mj-section>'), '{% if a %}', /stands between the attributes/],
    'Liquid where a number is needed': [
      page('<mj-section><mj-column width="{{ w }}"><mj-text>x</mj-text></mj-column></mj-section>'),
      '{{ w }}',
      /would be lost/,
    ],
    'Liquid in the head': [page('', '<mj-head>{% if a %}{% endif %}</mj-head>'), '{% if a %}', /cannot stand between the elements of <mj-head>/],
    'a file of the machine': [page('<mj-include path="/etc/passwd" />'), '<mj-include', /no element <mj-include>.*/],
    'icons of others': [
      page('<mj-section><mj-column><mj-social><mj-social-element name="x">x</mj-social-element></mj-social></mj-column></mj-section>'),
      '<mj-social-element',
      /no picture of its own/,
    ],
    'no page': ['hello', 'hello', /outside of <mjml>/],
    'something endless': [`<mjml><mj-body>${'<mj-wrapper>'.repeat(100)}`, '<mj-wrapper>', /cannot stand in|too deeply/],
  }
  test.each(Object.entries(cases))('%s', (_, [mjml, at, message]) => {
    const { html, mistakes } = compileMjml(mjml, 'en')
    expect(html).toBeUndefined()
    expect(mistakes[0]?.message).toMatch(message)
    expect(mjml.slice(mistakes[0]?.at)).toMatch(new RegExp(`^${at.replaceAll(/[{}()<>/%]/g, '\\$&')}`))
    for (const mistake of mistakes) expect(mistake.fix).not.toBe('')
  })
})

test('nothing is loaded from anybody else: no fonts, no icons, no style sheets', () => {
  const { html } = compileMjml(page('<mj-section><mj-column><mj-text font-family="Roboto, Open Sans">x</mj-text></mj-column></mj-section>'), 'en')
  expect(html).not.toMatch(/<link|@import|https?:\/\/(?!www\.w3\.org)/)
})

test('a page says that it has a dark form, and its language', () => {
  const { html } = compileMjml(page(section('x')), 'de')
  expect(html).toContain('<meta name="color-scheme" content="light dark">')
  expect(html).toContain('<html lang="de"')
})

test('a page in a language from right to left runs so in all its parts, unless its author says otherwise', () => {
  const both = section('<b>x</b>').replace('</mj-column>', '</mj-column><mj-column><mj-text align="center">y</mj-text></mj-column>')
  const heads = ['', '<mj-head />', '<mj-head><mj-attributes><mj-all color="#123456" /></mj-attributes></mj-head>']
  for (const head of heads) {
    const { html = '', mistakes } = compileMjml(page(both, head), 'ar')
    expect(mistakes).toEqual([])
    expect(html).toContain('<html lang="ar" dir="rtl"')
    expect(html).not.toContain('direction:ltr')
    expect(html.match(/text-align:right/g)).toHaveLength(1)
    expect(html).toMatch(/text-align:center;[^"]*">y/)
    expect(isWhole(html)).toBe('whole')
  }
  const own = '<mj-head><mj-attributes><mj-text align="left" /></mj-attributes></mj-head>'
  expect(compileMjml(page(both, own), 'he-IL').html).not.toContain('text-align:right')
  expect(compileMjml(page(both).replace('<mjml', '<mjml dir="ltr"'), 'ar').html).toContain('direction:ltr')
  expect(compileMjml(page(both).replace('<mjml', '<mjml lang="{{ subscriber.locale }}"'), 'ar').html).toContain('direction:ltr')
  for (const language of ['en', 'de-12', 'ru']) expect(compileMjml(page(both), language).html).not.toContain('rtl')
})

// The links of outgoing mails: which are followed, which get UTM parameters, and what is never touched.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Following, layLinks, withUtm } from '../../src/runtime/sending/lay-links.ts'
import { packLinks, unpackLinks } from '../../src/runtime/sending/link-map.ts'
import { rewriteLinks } from '../../src/runtime/sending/rewrite-links.ts'

const following: Following = {
  base: 'https://mail.shop.example',
  click: (link) => `https://mail.shop.example/c/${link}`,
  open: () => 'https://mail.shop.example/o/x',
}
const unsubscribe = 'https://mail.shop.example/u/token'
const follow = (html: string, text = '') => layLinks({ html, text }, { utm: undefined, following, own: [unsubscribe, following.base] })

describe('links that are followed', () => {
  test.each([
    ['<a href="https://a.example/x">x</a>', 'https://a.example/x'],
    ["<a class=b href='https://a.example/x'>x</a>", 'https://a.example/x'],
    ['<A HREF=https://a.example/x>x</A>', 'https://a.example/x'],
    ['<a\n  href = "https://a.example/?a=1&amp;b=2#c">x</a>', 'https://a.example/?a=1&b=2#c'],
    ['<a href="https://a.example/?a=1&b=2">x</a>', 'https://a.example/?a=1&b=2'],
    ['<a href="https://a.example/?copy=1&copy=2">x</a>', 'https://a.example/?copy=1&copy=2'],
    ['<a href=" https://a.example/x ">x</a>', 'https://a.example/x'],
    ['<a title="a > b" href="https://a.example/x">x</a>', 'https://a.example/x'],
    ['<a title=it\'s href="https://a.example/x">x</a>', 'https://a.example/x'],
    ['<map><area shape=rect href="https://a.example/x"></map>', 'https://a.example/x'],
    ['<!--[if mso]><v:roundrect href="https://a.example/x" arcsize="8%"><![endif]-->', 'https://a.example/x'],
    ['<p>1 < 2 <a href="https://a.example/x">x</a>', 'https://a.example/x'],
  ])('%j', (html, target) => {
    const { html: laid, links } = follow(html)
    expect(links).toEqual([[target, target]])
    expect(laid).toContain('https://mail.shop.example/c/0')
    expect(laid).not.toContain('a.example')
  })

  test('a link keeps the name that its author gave it', () => {
    expect(follow('<a data-link="hero" href="https://a.example/">x</a>').links).toEqual([['https://a.example/', 'hero']])
  })

  test('two links to one page are two links', () => {
    const { links } = follow('<a href="https://a.example/">top</a> <a href="https://a.example/">bottom</a>')
    expect(links).toHaveLength(2)
  })
})

describe('the text part', () => {
  test('has the links of the page, under the same numbers, and its own behind them', () => {
    const { text, links } = follow(
      '<a data-link="hero" href="https://a.example/x">x</a>',
      'Look: https://a.example/x. Or (https://b.example/y?a=1&b=2), or\nhttps://a.example/x',
    )
    expect(text).toBe('Look: https://mail.shop.example/c/0. Or (https://mail.shop.example/c/1), or\nhttps://mail.shop.example/c/0')
    expect(links).toEqual([
      ['https://a.example/x', 'hero'],
      ['https://b.example/y?a=1&b=2', 'https://b.example/y?a=1&b=2'],
    ])
  })

  test('keeps what leads to this server, what the author wants left alone, and what is no address of a page', () => {
    const kept = `${unsubscribe} https://a.example/off mailto:a@a.example https:// www.a.example`
    expect(follow('<a data-track="off" href="https://a.example/off">x</a>', kept)).toMatchObject({ text: kept, links: [] })
  })

  test('gets UTM parameters without being followed', () => {
    const { text, links } = layLinks({ html: '', text: 'See https://a.example/?a=1.' }, { utm: { source: 'shop' }, following: undefined, own: [] })
    expect([text, links]).toEqual(['See https://a.example/?a=1&utm_source=shop.', undefined])
  })
})

describe('what is never touched', () => {
  test.each([
    '<a href="mailto:a@a.example">x</a>',
    '<a href="tel:+491234">x</a>',
    '<a href="sms:+491234">x</a>',
    '<a href="#top">x</a>',
    '<a href="">x</a>',
    '<a name="top">x</a>',
    '<a href="/relative">x</a>',
    '<a href="https://">x</a>',
    `<a href="${unsubscribe}">x</a>`,
    `<a href="${unsubscribe}/undo">x</a>`,
    '<a href="https://mail.shop.example/preferences/token">x</a>',
    '<a data-track="off" href="https://a.example/">x</a>',
    '<!-- <a href="https://a.example/">x</a> -->',
    '<style>a[href="https://a.example/"] { color: red }</style>',
    '<title><a href="https://a.example/"></title>',
    '<img src="https://a.example/x.png" href2="https://a.example/">',
    '<link href="https://a.example/x.css">',
    '<abbr href="https://a.example/">x</abbr>',
    '<a href="https://a.example/',
  ])('%s', (html) => {
    expect(
      rewriteLinks(html, ({ href, isPlain }) =>
        isPlain || href.startsWith('https://mail.shop') || !URL.canParse(href) || !/^https?:/.test(href) ? undefined : 'X',
      ),
    ).toBe(html)
    const { html: laid, links } = follow(html)
    expect(links).toEqual([])
    expect(laid.startsWith(html)).toBe(true)
  })

  test('an address that only begins like ours is somebody else', () => {
    expect(follow('<a href="https://mail.shop.example.evil.example/">x</a>').links).toHaveLength(1)
  })
})

test('the picture and the link that no person sees stand at the end of the page', () => {
  const { html } = follow('<html><body><p><a href="https://a.example/">x</a></p></body></html>')
  expect(html).toMatch(/<\/p><a href="[^"]*\/c\/trap" style="display:none"[^>]*><\/a><img src="[^"]*\/o\/x"[^>]*><\/body><\/html>$/)
})

test('without following and UTM the mail stays as it is, to the byte', () => {
  const html = '<body><a href="https://a.example/">x</a></body>'
  expect(layLinks({ html, text: 'https://a.example/' }, { utm: undefined, following: undefined, own: [] })).toEqual({
    html,
    text: 'https://a.example/',
    links: undefined,
  })
})

test('UTM parameters need nobody to be followed', () => {
  const { html, links } = layLinks(
    { html: '<a href="https://a.example/?a=1&amp;b=2">x</a>', text: '' },
    {
      utm: { source: 'shop', medium: 'email' },
      following: undefined,
      own: [],
    },
  )
  expect(html).toBe('<a href="https://a.example/?a=1&amp;b=2&amp;utm_source=shop&amp;utm_medium=email">x</a>')
  expect(links).toBeUndefined()
})

test('the label of a link is the address as its author wrote it, whatever was added', () => {
  const { links } = layLinks({ html: '<a href="https://a.example/">x</a>', text: '' }, { utm: { source: 'shop' }, following, own: [] })
  expect(links).toEqual([['https://a.example/?utm_source=shop', 'https://a.example/']])
  expect(unpackLinks(packLinks(links ?? []))).toEqual([{ target: 'https://a.example/?utm_source=shop', label: 'https://a.example/' }])
})

describe('UTM parameters', () => {
  const utm = { source: 'shop', medium: 'email', campaign: 'a b&c' }
  test.each([
    ['https://a.example', 'https://a.example?utm_source=shop&utm_medium=email&utm_campaign=a%20b%26c'],
    ['https://a.example/x#part', 'https://a.example/x?utm_source=shop&utm_medium=email&utm_campaign=a%20b%26c#part'],
    ['https://a.example/?', 'https://a.example/?utm_source=shop&utm_medium=email&utm_campaign=a%20b%26c'],
    ['https://a.example/?q=%C3%A4', 'https://a.example/?q=%C3%A4&utm_source=shop&utm_medium=email&utm_campaign=a%20b%26c'],
    ['https://a.example/?utm_source=mine', 'https://a.example/?utm_source=mine&utm_medium=email&utm_campaign=a%20b%26c'],
    ['https://a.example/?UTM_Source=mine', 'https://a.example/?UTM_Source=mine&utm_medium=email&utm_campaign=a%20b%26c'],
  ])('%s', (href, expected) => {
    expect(withUtm(href, utm)).toBe(expected)
    expect(withUtm(withUtm(href, utm), utm)).toBe(expected)
  })
})

test('whatever page it is given, it ends, and undoing every replacement gives the page back', () => {
  const piece = fc.constantFrom(
    '<a ',
    'href=',
    '"',
    "'",
    '>',
    'https://a.example/',
    '<!--',
    '-->',
    '<style>',
    '</style>',
    '<!--[if mso]>',
    ' ',
    'x',
    '=',
    '</a>',
    '&amp;',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const html = pieces.join('')
      expect(rewriteLinks(html, () => undefined)).toBe(html)
      let count = 0
      const rewritten = rewriteLinks(html, () => `https://r.example/${count++}`)
      expect([...rewritten.matchAll(/r\.example/g)]).toHaveLength(count)
    }),
    { numRuns: 2000 },
  )
})

test('a page of nothing but beginnings takes no longer than it is long', () => {
  for (const part of ['<a ', '<a "', "<a href='", '<!--', '<style>', '<a href=x ']) {
    const html = part.repeat(200_000)
    expect(rewriteLinks(html, () => undefined)).toBe(html)
  }
})

describe('a link that is a program, because an event filled it in, leads nowhere', () => {
  test.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'javascript\n:alert(1)',
    'vbscript:x',
    'data:text/html,<b>x</b>',
    '&#106;avascript:alert(1)',
  ])('%j', (href) => {
    const html = `<a href="${href}">x</a><a data-track="off" href="${href}">y</a>`
    for (const laid of [follow(html).html, layLinks({ html, text: '' }, { utm: undefined, following: undefined, own: [] }).html]) {
      expect(laid.match(/href="#"/g)).toHaveLength(2)
      expect(laid).not.toMatch(/alert|vbscript|text\/html/)
    }
  })

  test('and every other one stays as it is, to the byte', () => {
    const html = '<a href="mailto:a@shop.example">x</a><a href=https://a.example/javascript:x?data:1>y</a><a href="#data:">z</a><a href="tel:1">t</a>'
    expect(layLinks({ html, text: '' }, { utm: undefined, following: undefined, own: [] }).html).toBe(html)
  })
})

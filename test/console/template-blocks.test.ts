// What the editor of blocks rests on, without a browser: the text of the page is the only truth. Reading changes nothing, an edit changes its own place alone,
// and what is written by hand stays as it was.

import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attributeOf, doubled, inserted, moved, removed, unwrapped, withAttribute, wrapped } from '../../console/src/areas/templates/blocks/edit-page.ts'
import { nextPlace, placesFor } from '../../console/src/areas/templates/blocks/moves.ts'
import { newPiece, newPieces, newRow, newRows } from '../../console/src/areas/templates/blocks/new-blocks.ts'
import {
  allBlocks,
  allSlots,
  type Block,
  outlineOf,
  preparedNames,
  preparedValue,
  runsOf,
  type Slot,
} from '../../console/src/areas/templates/blocks/outline.ts'
import { contentElements, type PageNode, readPage } from '../../console/src/areas/templates/blocks/page-tree.ts'
import { type Lookups, readPick, whats, withs, writePick } from '../../console/src/areas/templates/blocks/picks.ts'
import { productRows, productsIn } from '../../console/src/areas/templates/blocks/products.ts'
import { readableText, readRich, summaryOf, writeRich, writtenText } from '../../console/src/areas/templates/blocks/rich-text.ts'
import { readShownIf, writeShownIf } from '../../console/src/areas/templates/blocks/show-if.ts'
import { leftWords } from '../../console/src/areas/templates/left-words.ts'
import { designPage, designs } from '../../console/src/areas/templates/ready-designs.ts'
import { subjectInWords } from '../../console/src/areas/templates/subject-in-words.ts'
import { compileMjml } from '../../src/content/compile-mjml.ts'
import { contentElements as contentOfServer } from '../../src/content/mjml-words.ts'
import { ownSiteMail } from '../../src/definitions-folder/own-site-mail.ts'
import { catalogueProblems } from '../../src/engine/catalogue-problems.ts'
import { lookupsSchema } from '../../src/model/catalogue.ts'

const root = new URL('../..', import.meta.url).pathname
const ownPages = globSync('examples/**/*.mjml', { cwd: root }).map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }))
const words = { heading: 'Heading', text: 'Text', button: 'Button', unsubscribe: 'Unsubscribe' }

/** Pages as people write them: all kinds of blocks, nested, with odd space between, and texts that look like tags. */
const content = fc.constantFrom(
  'Hello',
  '{{ subscriber.first_name | default: "</mj-text>" }}',
  '<b>x</b> &amp; y',
  '  spaced\n  out ',
  "{% if a %}'{% endif %}",
  'a < b',
  '',
)
const attribute = fc.constantFrom('', ' align="center"', " color='#111111'", ' href="{{ trigger.url | default: "x" }}"', '\n  padding="1px 2px"')
const piece: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(content, attribute).map(([text, more]) => `<mj-text${more}>${text}</mj-text>`),
  content.map((text) => `<mj-text><h1 style="margin:0">${text}</h1></mj-text>`),
  fc.tuple(content, attribute).map(([text, more]) => `<mj-button${more}>${text}</mj-button>`),
  attribute.map((more) => `<mj-image src="x.png"${more} />`),
  fc.constantFrom('<mj-divider />', '<mj-spacer height="3px"/>', '<mj-raw><table></mj-raw>', '{% assign x = 1 %}', '<mj-social></mj-social>'),
)
const gap = fc.constantFrom('', '\n', '\n      ', ' <!-- <mj-text> --> ', '{% comment %}<mj-text>{% endcomment %}')
const many = (one: fc.Arbitrary<string>) => fc.array(fc.tuple(one, gap), { maxLength: 4 }).map((all) => all.map(([text, space]) => text + space).join(''))
const pieces = fc.oneof(
  many(piece),
  fc.tuple(many(piece), many(piece)).map(([one, other]) => `{% if segments contains 'vip' %}${one}{% else %}${other}{% endif %}`),
)
const section = fc.oneof(
  pieces.map((inner) => `<mj-section padding="8px">\n  <mj-column>${inner}</mj-column>\n</mj-section>`),
  fc.tuple(pieces, pieces).map(([one, other]) => `<mj-section><mj-column>${one}</mj-column><mj-column width="40%">${other}</mj-column></mj-section>`),
  fc.constantFrom("{% include 'footer' %}", '<mj-section></mj-section>'),
)
const rows: fc.Arbitrary<string> = fc.oneof(
  many(section),
  many(section).map((inner) => `<mj-wrapper>${inner}</mj-wrapper>`),
  many(section).map((inner) => `{% for x in cart.items %}${inner}{% endfor %}`),
)
const page = many(rows).map((inner) => `<mjml><mj-head><mj-title>T</mj-title></mj-head><mj-body>\n${inner}</mj-body></mjml>\n`)

function outline(text: string): Slot {
  const slot = outlineOf(text)
  if (slot === undefined) throw new Error(`It was not read: ${text}`)
  return slot
}

/** What every block that holds no others says, sorted: nothing of it may get lost. */
function leaves(text: string): readonly string[] {
  return allBlocks(outline(text))
    .filter(({ slots }) => slots.length === 0)
    .map(({ begin, end }) => text.slice(begin, end))
    .sort()
}

/** The parts of a tree cover what is inside of each without a gap. */
function isWhole(nodes: readonly PageNode[], begin: number, end: number): boolean {
  let at = begin
  for (const node of nodes) {
    if (node.begin !== at) return false
    if ((node.kind === 'branch' || (node.kind === 'element' && node.children.length > 0)) && !isWhole(node.children, node.inside.begin, node.inside.end))
      return false
    at = node.end
  }
  return at === end
}

test('values that follow each other stand together, and what is read stands alone', () => {
  const value = (name: string) => `{% assign ${name} = cart.${name} %}`
  const text = `<mjml><mj-body>${value('items')}\n${value('total')}{%- assign why = 'Why' -%}<mj-section><mj-column></mj-column></mj-section>${value('late')}{% increment n %}</mj-body></mjml>`
  const runs = runsOf(text, outline(text))
  expect(runs.map(({ blocks, isFolded }) => [isFolded, blocks.length])).toEqual([
    [true, 3],
    [false, 1],
    [true, 1],
    [false, 1],
  ])
  expect(runs[0]?.blocks.map((block) => preparedValue(text, block))).toEqual([
    { name: 'items', text: 'cart.items' },
    { name: 'total', text: 'cart.total' },
    { name: 'why', text: "'Why'" },
  ])
  expect(new Set(runs.map(({ key }) => key)).size).toBe(runs.length)
})

test('a value that is prepared only for some stands with the others, and words that only some read do not', () => {
  const text =
    "<mjml><mj-body>{% assign heading = 'Hello' %}{% if a %}{% assign heading = 'Hi' %}{% else %}{% assign line = 'x' %}{% endif %}{% if b %}{% assign c = 1 %}<mj-section><mj-column></mj-column></mj-section>{% endif %}</mj-body></mjml>"
  const runs = runsOf(text, outline(text))
  expect(runs.map(({ blocks, isFolded }) => [isFolded, blocks.flatMap((block) => preparedNames(text, block))])).toEqual([
    [true, ['heading', 'heading', 'line']],
    [false, []],
  ])
})

test('a summary keeps what is said to some apart from what is said to others', () => {
  expect(summaryOf('{% if subscriber.first_name %}{{ subscriber.first_name }}, we{% else %}We{% endif %} have it')).toBe('[first name], we / We have it')
})

describe('reading a page', () => {
  test('the parts of a page cover all of its text, in its order', () => {
    fc.assert(fc.property(page, (text) => isWhole(readPage(text) ?? [], 0, text.length)))
  })

  test.each(ownPages)('$path is read whole', ({ path, text }) => {
    const nodes = readPage(text)
    // Two partials of the recipes hold the beginning and the end of a page: such a half is code.
    if (/partials\/(?:begin|finish|head|end|top)\.mjml$/.test(path) && nodes === undefined) return
    expect(isWhole(nodes ?? [], 0, text.length)).toBe(true)
    expect(outlineOf(text)?.blocks.length).toBeGreaterThan(0)
  })

  test('any text at all is read or left alone, and never fails', () => {
    const odd = fc.array(
      fc.constantFrom('<mj-text', '>', '{{', '}}', '{% if x %}', '{% endif %}', '</mj-text>', '<!--', '"', "'", '=', 'mjml', '<mjml>', '</', '\n', '{% raw %}'),
    )
    fc.assert(fc.property(odd, (parts) => [undefined, true].includes(readPage(parts.join('')) === undefined ? undefined : true)))
  })

  test('a page that is not nested cleanly is not shown as blocks', () => {
    for (const text of [
      '<mjml><mj-body><mj-section></mj-body></mjml>',
      '<mjml><mj-body>{% if x %}</mj-body>{% endif %}</mjml>',
      '<mj-text>',
      '{% raw %}{% endraw %}',
      '',
    ])
      expect(outlineOf(text)).toBeUndefined()
  })

  test('it looks into the same elements as the server', () => {
    expect([...contentElements].sort()).toEqual([...contentOfServer].sort())
  })

  test('kinds are told from what is written: a heading, a text, columns, a condition with what is shown otherwise, a shared part, code', () => {
    const text = `<mjml><mj-body>
      {% assign why = 'x' %}
      <mj-section><mj-column><mj-text><h1>Hi</h1></mj-text><mj-text>Words</mj-text><mj-table><tr></tr></mj-table></mj-column><mj-column><mj-image src="a" /></mj-column></mj-section>
      {% if trigger.coupon %}<mj-section><mj-column><mj-button href="x">Go</mj-button></mj-column></mj-section>{% else %}{% include 'other' %}{% endif %}
      <mj-section>{% if x %}<mj-column></mj-column>{% endif %}</mj-section>
    </mj-body></mjml>`
    expect(allBlocks(outline(text)).map(({ kind }) => kind)).toEqual([
      ...['setting', 'section', 'heading', 'text', 'code', 'picture', 'condition', 'section', 'button', 'otherwise', 'shared', 'code'],
    ])
  })
})

/** Comments and the space between blocks stay where they are while blocks move. */
function plain(text: string): string {
  return text.replaceAll(/<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}|\s+/g, '')
}

describe('changing a page', () => {
  const withBlock = page.chain((text) => fc.record({ text: fc.constant(text), pick: fc.nat(), other: fc.nat() }))
  const blockOf = (text: string, pick: number): Block | undefined => {
    const all = allBlocks(outline(text)).filter(({ kind }) => kind !== 'otherwise')
    return all.length === 0 ? undefined : all[pick % all.length]
  }

  test('a block is moved to any place of its level: nothing is lost, nothing is written anew, and it says where it stands', () => {
    fc.assert(
      fc.property(withBlock, ({ text, pick, other }) => {
        const block = blockOf(text, pick)
        const places = block === undefined ? [] : placesFor(outline(text), block)
        const place = places[other % Math.max(1, places.length)]
        if (block === undefined || place === undefined) return
        const edited = moved(text, block, place)
        const own = text.slice(block.begin, block.end)
        expect(edited?.source.slice(edited.at, edited.at + own.length)).toBe(own)
        expect(leaves(edited?.source ?? '')).toEqual(leaves(text))
      }),
      { numRuns: 400 },
    )
  })

  test('down and up again is the same order', () => {
    fc.assert(
      fc.property(withBlock, ({ text, pick }) => {
        const block = blockOf(text, pick)
        const down = block === undefined ? undefined : nextPlace(outline(text), block, 'down')
        if (block === undefined || down === undefined) return
        const first = moved(text, block, down)
        const again = allBlocks(outline(first?.source ?? '')).find(({ begin }) => begin === first?.at) as Block
        const up = nextPlace(outline(first?.source ?? ''), again, 'up')
        expect(up).toBeDefined()
        const back = moved(first?.source ?? '', again, up as never)
        expect(plain(back?.source ?? '')).toBe(plain(text))
      }),
      { numRuns: 400 },
    )
  })

  test('a block that is doubled and taken away, or wrapped and unwrapped, leaves the page as it was', () => {
    fc.assert(
      fc.property(withBlock, ({ text, pick }) => {
        const block = blockOf(text, pick)
        if (block === undefined) return
        const twice = doubled(text, block)
        const copy = allBlocks(outline(twice.source)).find(({ begin }) => begin === twice.at) as Block
        expect(plain(removed(twice.source, copy))).toBe(plain(text))
        const inside = wrapped(text, block, { open: '{% if x %}', close: '{% endif %}' })
        const around = allBlocks(outline(inside.source)).find(({ begin }) => begin === inside.at) as Block
        expect(around.kind).toBe('condition')
        expect(unwrapped(inside.source, around).source).toBe(text)
      }),
      { numRuns: 200 },
    )
  })

  test('an attribute that is set is read again, and nothing else of the page changes', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('{{ brand.colors.accent }}', `{{ x | default: 'y' }}`, `{{ x | default: "y" }}`, `it's "quoted"`),
    )
    fc.assert(
      fc.property(withBlock, value, ({ text, pick }, said) => {
        const block = blockOf(text, pick)
        if (block?.element === undefined || /[{}%]/.test(said.replaceAll(/\{\{.*?\}\}/g, '')) || said.includes('&')) return
        const { element } = block
        const changed = withAttribute(text, element, 'alt', said)
        const again = allBlocks(outline(changed)).find(({ path }) => path === block.path)
        expect(attributeOf(again?.element as never, 'alt')?.replaceAll(/["']/g, '')).toBe(said.replaceAll(/["']/g, ''))
        expect(withAttribute(changed, again?.element as never, 'alt', undefined)).toBe(withAttribute(text, element, 'alt', undefined))
      }),
      { numRuns: 300 },
    )
  })

  test.each([...newPieces, ...newRows])('a new block %s compiles, in an empty page and like the others of a page that has them', (kind) => {
    const empty = '<mjml><mj-body><mj-section><mj-column></mj-column></mj-section></mj-body></mjml>'
    const shop = ownPages.find(({ path }) => path.endsWith('templates/cart-offer.mjml'))?.text.replaceAll(/\{% include '[^']+' %\}/g, '') ?? ''
    for (const text of [empty, shop]) {
      const now = { source: text, outline: outline(text) }
      const level = (newRows as readonly string[]).includes(kind) ? 'row' : 'piece'
      const slot = allSlots(now.outline).find((one) => one.level === level) as Slot
      const block = level === 'row' ? newRow(kind as never, now, { slot, words }) : newPiece(kind as never, now, words)
      const edited = inserted(text, { slot, index: slot.blocks.length }, (indent) => block.replaceAll('\n', `\n${indent}`))
      expect(compileMjml(edited.source, 'en').mistakes).toEqual([])
      const found = allBlocks(outline(edited.source)).find(({ begin }) => begin === edited.at)
      expect(found?.kind).toBe({ discount: 'text', 'two-columns': 'section', 'three-columns': 'section', footer: 'section' }[kind as string] ?? kind)
    }
  })
})

test.each(designs)('the design %s compiles, opens in blocks that are no code, and fills in for somebody and for a stranger', (design) => {
  const text = designPage(design, (key) => key)
  expect(compileMjml(text, 'en').mistakes).toEqual([])
  const kinds = allBlocks(outline(text)).map(({ kind }) => kind)
  expect(kinds).not.toContain('code')
  expect(kinds.includes('products')).toBe(design === 'products')
})

test('a subject line is words: a placeholder is its name, and of two ways the first is shown', () => {
  expect(subjectInWords("{{ subscriber.first_name | default: 'Hello' }}, {{ cart.count }} things wait")).toBe('[first name], [count] things wait')
  expect(subjectInWords('It {% if a %}is {% if b %}back{% else %}new{% endif %}{% elsif c %}was{% else %}goes{% endif %}!')).toBe('It is back!')
  expect(subjectInWords('{{')).toBe('{{')
})

test('a frame is not put into a frame, which MJML does not know', () => {
  const text = '<mjml><mj-body><mj-wrapper></mj-wrapper><mj-wrapper></mj-wrapper>{% if x %}{% endif %}</mj-body></mjml>'
  const [first] = outline(text).blocks
  expect(placesFor(outline(text), first as Block).map(({ slot, index }) => `${slot.path}:${index}`)).toEqual([':2', '2.0:0', ':3'])
})

describe('texts, lists and conditions', () => {
  test('a text that can be shown without code is written again exactly', () => {
    const parts = fc.array(
      fc.constantFrom(
        '<b>',
        '</b>',
        '<a href="{{ url | default: "x" }}">',
        '</a>',
        '<br>',
        '<br />',
        '{{ x }}',
        '{% if a > b %}',
        '{% endif %}',
        'words ',
        '&nbsp;',
        '{',
        '<p style="a">',
        '</p>',
        '<table>',
        '>',
        '"',
      ),
    )
    fc.assert(
      fc.property(parts, (some) => {
        const text = some.join('')
        const nodes = readRich(text)
        return nodes === undefined || writeRich(nodes) === text
      }),
      { numRuns: 1000 },
    )
    expect(readRich('Hello <b>{{ x }}</b>, <a href="y">go</a><br>')).toBeDefined()
    for (const code of ['<table></table>', '<b>', '<b></i>', '<img src="x">', '<script>x</script>', '<!-- x -->', '<b onclick=x></b>'])
      expect(readRich(code), code).toBeUndefined()
  })

  test('what is typed is read as it was typed', () => {
    fc.assert(fc.property(fc.string(), (text) => readableText(writtenText(text)) === text))
    expect(summaryOf('<b>Hi</b> {{ subscriber.first_name | default: "you" }} &amp; co')).toBe('Hi [first name] & co')
  })

  test('a mark or a letter that is written by its name or number reads as itself, and what has no such name stays', () => {
    expect(summaryOf('{% for topic in topics %}<p>&bull;&nbsp; {{ topic }}</p>{% endfor %}')).toBe('• [topic]')
    expect(readableText('&Uuml;ber &#8222;Caf&eacute;&#x201C; &ndash; 5&euro;, 10&frac12;')).toBe('Über „Café“ – 5€, 10½')
    expect(readableText('&nosuch; &quml; & co; &#0; &#x110000;')).toBe('&nosuch; &quml; & co; &#0; &#x110000;')
  })

  test('a list of products is read as what it was written from, also when it was indented anew; another table is code', () => {
    const products = fc.record({
      from: fc.constantFrom('cart.items', 'catalogue.alike', 'trigger.items'),
      limit: fc.integer({ min: 1, max: 50 }),
      hasPictures: fc.boolean(),
      hasQuantity: fc.boolean(),
      hasPrices: fc.boolean(),
      currency: fc.constantFrom('EUR', 'USD'),
    })
    fc.assert(
      fc.property(products, (one) => {
        const read = productsIn(productRows(one).replaceAll('\n', '\n      '))
        const isNamed = one.hasPrices && !one.from.startsWith('catalogue.')
        expect(read).toEqual(isNamed ? one : { ...one, currency: 'EUR' })
      }),
    )
    expect(
      productsIn(`${productRows({ from: 'cart.items', limit: 5, hasPictures: true, hasQuantity: true, hasPrices: true, currency: 'EUR' })}<tr></tr>`),
    ).toBeUndefined()
  })

  test('what a list picks from the catalogue is read as what was chosen, and the lookups that say so hold', () => {
    const products = {
      collection: 'products',
      attributes: { kind: { type: 'text', find: true } },
      viewed: { event: 'Product Viewed', id: 'product_id' },
      bought: { event: 'Order Completed', id: 'items.product_id' },
    } as const
    const from = { ...products, attributes: [{ attribute: 'kind', type: 'text', find: true }], viewedId: 'product_id', boughtId: 'items.product_id' }
    const picks = fc.record({
      collection: fc.constant('products'),
      what: fc.constantFrom(...whats),
      with: fc.constantFrom(...withs),
      attribute: fc.constant('kind'),
      value: fc.constantFrom('', 'lamps'),
      inStock: fc.boolean(),
      withoutBought: fc.boolean(),
      withoutCart: fc.boolean(),
      isRequired: fc.boolean(),
      limit: fc.constantFrom(undefined, 3),
    })
    const taken = { last_viewed: { from: 'products', recent: 'bought' } }
    fc.assert(
      fc.property(picks, fc.constantFrom({}, taken), (pick, before) => {
        const lookups: Lookups = { ...before, ...Object.fromEntries(writePick(pick, { name: 'picked', from, lookups: before })) }
        const template = { template: 'mail', subject: 'Hi', html: 'Hi', catalogue: lookupsSchema.parse(lookups) }
        expect(catalogueProblems({ workspace: { workspace: 'shop' }, journeys: [], segments: [], templates: [template], collections: [products] })).toEqual([])
        const isTogether = pick.what.endsWith('together')
        expect(readPick(lookups['picked'], { from, lookups })).toEqual({
          ...pick,
          with: isTogether ? pick.with : 'cart',
          value: pick.what === 'where' ? pick.value : '',
          withoutBought: pick.withoutBought && pick.what !== 'bought',
        })
      }),
    )
    for (const byHand of [
      { from: 'products', id: 'trigger.product_id' },
      { from: 'products', where: { kind: 'subscriber.kind' } },
    ])
      expect(readPick(byHand, { from, lookups: { byHand } })).toBeUndefined()
  })

  test('a condition is read as what it was chosen as, and anything else as it is written', () => {
    for (const shown of [
      { by: 'segment', segment: 'vip', isNot: true },
      { by: 'condition', condition: 'gold', isNot: false },
      { by: 'field', path: 'subscriber.plan', is: 'equal', value: 'gold' },
      { by: 'field', path: 'trigger.coupon', is: 'missing', value: '' },
      { by: 'liquid', text: 'cart.value > 50' },
    ] as const) {
      const tags = writeShownIf(shown)
      const [, tag = '', rest = ''] = /^\{% (\w+) (.*) %\}$/.exec(tags?.open ?? '') ?? []
      expect(readShownIf(tag, rest)).toEqual(shown)
    }
    for (const wrong of ["x' or 'y", '%} oh {% if x', ''])
      expect(writeShownIf({ by: 'field', path: 'subscriber.plan', is: 'equal', value: wrong }) === undefined || wrong === '').toBe(true)
  })
})

test('what a new template begins as and the first mail of an own site have one look: their heads are the same', () => {
  const headOf = (page: string): string => page.slice(page.indexOf('<mj-head>'), page.indexOf('</mj-head>'))
  const own = headOf(ownSiteMail['templates/welcome.mjml'])
  expect(own).toContain('prefers-color-scheme: dark')
  for (const design of designs) expect(headOf(designPage(design, (key) => key))).toBe(own)
})

test('what a design says of the cart is left over once its products are picked from the catalogue', () => {
  const { words } = JSON.parse(readFileSync('console/src/areas/templates/words/en.json', 'utf8')).design
  const page = designPage('products', (key) => words[key.replace('design.words.', '')])
  expect(leftWords([page], [words])).toEqual([])
  expect(leftWords([page.replaceAll('cart.items', 'catalogue.picked')], [words])).toEqual([words['cart-text']])
})

// The recipes: every folder of examples/recipes is valid by itself, what follows from its story is in its trace, and docs/guides/recipes.md shows
// both as they are. `npm test -- test/recipes -u` writes the traces; once more, and the page has them too.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readGuide, withBodies } from '../house/guide-pages.ts'
import { definitionsIn, traceOf } from '../house/guide-runs.ts'

const folder = 'examples/recipes'
const page = 'docs/guides/recipes.md'
/** How long each story is watched: until nothing more can come. */
const stories: Readonly<Record<string, string>> = {
  'abandoned-cart': '2026-11-26T00:00:00Z',
  'back-in-stock': '2027-03-31T00:00:00Z',
  'browse-abandonment': '2026-11-24T00:00:00Z',
  'lead-nurture': '2026-12-31T00:00:00Z',
  'post-purchase': '2026-12-31T00:00:00Z',
  'price-drop': '2026-12-31T00:00:00Z',
  reminders: '2026-12-31T00:00:00Z',
  upsell: '2026-08-01T00:00:00Z',
  welcome: '2026-12-31T00:00:00Z',
  'win-back': '2026-06-01T00:00:00Z',
}

describe.each(Object.entries(stories))('%s', (name, until) => {
  const path = `${folder}/${name}`

  test('its story goes as its trace says', async () => {
    const definitions = await definitionsIn(path)
    const trace = traceOf(definitions, readFileSync(`${path}/${name}.trace`, 'utf8'), { journey: name, until })
    await expect(trace).toMatchFileSnapshot(`../../${path}/${name}.trace`)
  })

  test('it has the mails that its steps send, and no others', async () => {
    const { templates, journeys } = await definitionsIn(path)
    const sent = [...JSON.stringify(journeys).matchAll(/"send":"([\w-]+)"/g)].map(([, template]) => template)
    expect(templates.map(({ template }) => template).sort()).toEqual([...new Set(sent)].sort())
  })
})

const mail = 'Identified traits {"email":"zoe@example.com"}'
const others: readonly {
  readonly recipe: string
  readonly when: string
  readonly happens: readonly string[]
  readonly sent: readonly string[]
}[] = [
  {
    recipe: 'abandoned-cart',
    when: 'the cart is bought after 29 minutes',
    happens: [`01T10:00 ${mail}`, '01T10:00 Product Added {"cart_id":"c","product_id":"p","price":9}', '01T10:29 Order Completed {"cart_id":"c"}'],
    sent: [],
  },
  {
    recipe: 'abandoned-cart',
    when: 'the cart is worth less than 50',
    happens: [`01T10:00 ${mail}`, '01T10:00 Product Added {"cart_id":"c","product_id":"p","price":49}'],
    sent: ['cart-reminder'],
  },
  {
    recipe: 'browse-abandonment',
    when: 'the product is put into the cart within the two hours',
    happens: [
      `01T10:00 ${mail}`,
      ...['01T10:00', '01T10:01', '01T10:02'].map((at) => `${at} Product Viewed {"product_id":"p"}`),
      '01T12:01 Product Added {"product_id":"p"}',
    ],
    sent: [],
  },
  {
    recipe: 'welcome',
    when: 'somebody does nothing at all',
    happens: [`01T10:00 ${mail}`],
    sent: ['welcome', 'welcome-help', 'welcome-question'],
  },
  {
    recipe: 'post-purchase',
    when: 'nobody answers',
    happens: [`01T10:00 ${mail}`, '01T10:00 Order Completed {"order_id":"o","delivery_date":"2026-01-05"}'],
    sent: ['review-request', 'review-reminder'],
  },
  {
    recipe: 'upsell',
    when: 'a lens was bought in the meantime',
    happens: [`01T10:00 ${mail}`, '01T10:00 Order Completed {"category":"camera","revenue":500}', '03T10:00 Order Completed {"category":"lens","revenue":200}'],
    sent: [],
  },
  {
    recipe: 'upsell',
    when: 'less than 300 was spent',
    happens: [`01T10:00 ${mail}`, '01T10:00 Order Completed {"category":"camera","revenue":299}'],
    sent: [],
  },
  {
    recipe: 'lead-nurture',
    when: 'the prices are looked at once only',
    happens: [`01T10:00 ${mail}`, '01T10:00 Guide Downloaded {"guide":"g"}', '08T10:00 Page Viewed {"path":"/pricing"}'],
    sent: ['lead-guide', 'lead-case', 'lead-question'],
  },
  {
    recipe: 'lead-nurture',
    when: 'a trial begins',
    happens: [`01T10:00 ${mail}`, '01T10:00 Guide Downloaded {"guide":"g"}', '02T10:00 Trial Started'],
    sent: ['lead-guide'],
  },
  {
    recipe: 'win-back',
    when: 'a small customer stays away',
    happens: [`01T10:00 ${mail}`, '01T10:00 Order Completed {"revenue":99}'],
    sent: ['we-miss-you'],
  },
  {
    recipe: 'reminders',
    when: 'the registration is finished after the first reminder',
    happens: [`01T10:00 ${mail}`, '01T10:00 Registration Started', '02T10:00 Registration Completed'],
    sent: ['finish-registration'],
  },
  {
    recipe: 'reminders',
    when: 'nothing may be sent, it ends all the same',
    happens: [`01T10:00 ${mail}`, '01T10:00 command {"do":"unsubscribe","topic":"service"}', '01T10:00 Registration Started'],
    sent: [],
  },
]

test.each(others)('$recipe: $when', async ({ recipe, happens, sent }) => {
  const inputs = happens.map((line) => `2026-01-${line.replace(' ', ':00.000Z  > ')}`).join('\n')
  const trace = traceOf(await definitionsIn(`${folder}/${recipe}`), inputs, { journey: recipe, until: '2026-06-01T00:00:00Z' })
  expect([...trace.matchAll(/ sent email (\S+) of/g)].map(([, template]) => template)).toEqual(sent)
  expect(trace.match(/ entered:/g)?.length ?? 0).toBe(trace.match(/#\d+ (?:\[\w+\] )?(?:completed|exited)/g)?.length ?? 0)
})

test('every recipe has a story', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(stories).sort())
})

describe(page, () => {
  const guide = readGuide(page)
  const shown = guide.blocks.flatMap((block) =>
    block.attributes['title']?.startsWith(`${folder}/`) === true ? [{ block, path: block.attributes['title'] }] : [],
  )

  test('shows the journey, the mails and the trace of every recipe', () => {
    const files = Object.keys(stories).flatMap((name) => [`${folder}/${name}/${name}.yaml`, `${folder}/${name}/mails.yaml`, `${folder}/${name}/${name}.trace`])
    expect(shown.map(({ path }) => path).sort()).toEqual(files.sort())
  })

  test('shows them as they are', async () => {
    const bodies = new Map(shown.filter(({ path }) => existsSync(path)).map(({ block, path }) => [block, withoutSchema(readFileSync(path, 'utf8'))]))
    await expect(withBodies(guide, bodies)).toMatchFileSnapshot(`../../${page}`)
  })
})

/** The first line is for editors, and its path is right only there. */
function withoutSchema(text: string): string {
  return text.replace(/^# yaml-language-server: .*\n/, '')
}

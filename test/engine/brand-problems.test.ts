// What is said of mails before anybody gets one: buttons that lead nowhere because the brand has no site, and news of items that nobody tells.

import { expect, test } from 'vitest'
import { brandProblems } from '../../src/engine/brand-problems.ts'
import { catalogueProblems } from '../../src/engine/catalogue-problems.ts'
import type { Collection } from '../../src/model/catalogue.ts'
import type { Journey } from '../../src/model/journey.ts'

const template = (html: string, locales = {}) => ({ template: 'news', subject: 'News', html, locales })

test('a link to the site of a brand without one is warned of, unless the mail asks whether there is one', () => {
  const button = '<a href="{{ brand.site }}">Have a look</a>'
  const problems = (brand: object, ...parts: Parameters<typeof template>) =>
    brandProblems({ workspace: { workspace: 'shop', ...brand } as never, templates: [template(...parts)] }).map(({ severity, code, path }) => [
      severity,
      code,
      path.join('.'),
    ])
  expect(problems({}, button)).toEqual([['warning', 'brand/site', 'html']])
  expect(problems({ brand: { name: 'Shop' } }, 'Hello', { de: { html: button } })).toEqual([['warning', 'brand/site', 'locales.de.html']])
  expect(problems({}, `{% if brand.site != blank %}${button}{% endif %}`)).toEqual([])
  expect(problems({ brand: { site: 'https://shop.example' } }, button)).toEqual([])
  expect(problems({}, '<p>Look at {{ brand.site }}</p>')).toEqual([])
})

test('a journey that waits for news of an item which no collection tells is warned of, with what to write', () => {
  const waits = (event: string): Journey => ({ journey: 'back', enter: [{ on: 'Stock Alert Asked' }], steps: [{ id: 'restock', on: [{ event, steps: [] }] }] })
  const found = (journey: Journey, tells?: Collection['tells']) =>
    catalogueProblems({
      workspace: { workspace: 'shop' },
      journeys: [journey],
      segments: [],
      templates: [],
      collections: [{ collection: 'products', tells }] as never,
    }).map(({ severity, path, fix }) => [severity, path.join('.'), fix])
  expect(found(waits('Back In Stock'))).toEqual([['warning', 'steps.0.on.0.event', 'write tells: { backInStock: true } into the collection']])
  expect(found(waits('Back In Stock'), { priceDrop: 10 })).toHaveLength(1)
  expect(found(waits('Back In Stock'), { backInStock: true })).toEqual([])
  const drops: Journey = { journey: 'less', enter: [{ on: ['Product Viewed', 'Price Dropped'] }], steps: [] }
  expect(found(drops)).toEqual([['warning', 'enter.0.on', 'write tells: { priceDrop: 10 } into the collection']])
  expect(found(drops, { priceDrop: 10 })).toEqual([])
})

// Every page that the console has, found in the lists of its areas, so that a new page is looked at without anybody thinking of it: on a phone in light and in the
// language with the longest words, and on a screen in the dark. What each page does is tested elsewhere; this is what all of them promise.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from '../accessibility.ts'
import { shop } from '../product/product.ts'
import { type ConsoleWorld, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

const files = {
  ...shop,
  'workspace.yaml': `${shop['workspace.yaml']}hooks: [{ hook: automation, signature: { token: X-Token }, take: [{ userId: user, event: Came By }] }]\n`,
  'listens.yaml':
    'journey: listens\nenter: [{ on: Came By }]\nsteps: [{ id: listen, on: [{ event: Signed Up, steps: [{ id: mail, send: hello }] }, { after: 1d, steps: [] }] }]\n',
  'segment.yaml': 'segment: regulars\ndescription: Came more than once\nif: { event: Came By, count: { gte: 2 } }\n',
  'products.yaml': 'collection: products\ncurrency: EUR\nbought: { event: Order Completed, id: products.product_id }\n',
}

let world: ConsoleWorld
/** What stands in an address in place of a name; an id is one of its page's. */
let names: Readonly<Record<string, string>>
beforeAll(async () => {
  world = await openConsoleWorld({ files, hooks: ['automation=token-of-the-automation'] })
  const { product } = world
  await product.identify('ann', { email: 'annabella.longlastname@department.mail.example', first_name: 'Annabella' })
  await product.track('ann', 'Signed Up')
  await product.track('ann', 'Came By')
  await product.settle()
  await world.api('POST', '/catalogue/products/items', { items: [{ id: 'boots', title: 'Boots', price: 90 }] })
  const upload = (await world.api('POST', '/imports', { kind: 'subscribers', name: 'people.csv', bytes: 20 })) as { readonly id: string }
  const tried = { journey: { journey: 'often', enter: [{ on: 'Came By' }], steps: [{ id: 'mail', send: 'hello' }] }, against: 'nothing' }
  const backtest = (await world.api('POST', '/backtests', tried)) as { readonly id: number }
  await world.api('GET', `/backtests/${backtest.id}?wait=60`)
  const { messages } = (await world.api('GET', '/messages')) as { readonly messages: readonly { readonly key: string }[] }
  names = {
    // With a step chosen, which a phone shows in a window.
    $journey: 'listens?step=steps.0',
    $template: 'hello',
    $segment: 'regulars',
    $hook: 'automation',
    $collection: 'products',
    $item: 'boots',
    $subscriber: 'ann',
    $message: encodeURIComponent(messages[0]?.key ?? ''),
    '/imports/$id': `/imports/${upload.id}`,
    '/backtests/$id': `/backtests/${backtest.id}`,
  }
})
afterAll(() => world?.close())

test.each([
  { language: 'de', width: 390, height: 844, dark: false },
  { language: 'ru', width: 1280, height: 860, dark: true },
] as const)('no page of the console scrolls sideways, cuts a heading off, or has anything that axe finds: $language, $width wide', async (look) => {
  const page = await world.page('/console/', look)
  const found: string[] = []
  const paths = pathsOfPages()
  expect(paths.length).toBeGreaterThan(40)
  for (const path of paths) {
    // The address changes as a link would change it: a page that is loaded anew costs ten times as much.
    await page.evaluate(`for (const one of document.querySelectorAll('main *')) one.dataset.isOld = 'yes'
      history.pushState(null, '', ${JSON.stringify(`/console${path}`)})`)
    await untilShown(page, path)
    await expectNoSidewaysScroll(page)
    found.push(...(await cutOff(page)).map((text) => `${path}: cut off: ${text}`))
    found.push(...(await axeFindings(page, 'all')).map((finding) => `${path}: ${finding}`))
  }
  expect(found).toEqual([])
  await page.close()
})

/** As the areas list them, with something that is there in place of each name. */
function pathsOfPages(): readonly string[] {
  const areas = 'console/src/areas'
  const listed = readdirSync(areas, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('routes.tsx'))
    .flatMap((file) => {
      const [before = '', inside = ''] = readFileSync(join(areas, file), 'utf8').split('inside: [')
      const own = pathsIn(before)
      return [...own, ...pathsIn(inside).map((path) => `${own.at(-1)}${path}`.replace(/\/$/, ''))]
    })
  // Whoever has signed in is led away from the first page of all.
  const paths = new Set(listed.filter((path) => path !== '/welcome'))
  return [...paths].map((path) => names[path] ?? path.replaceAll(/\$\w+/g, (name) => names[name] ?? name))
}

function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bpath: '([^']*)'/g)].map(([, path = '']) => path)
}

/** What stands there is this page and no more the one before it, and nothing of it is on its way. */
async function untilShown(page: Page, path: string): Promise<void> {
  const isShown = (): Promise<boolean> =>
    page.evaluate(`decodeURIComponent(location.pathname) === ${JSON.stringify(decodeURIComponent(`/console${path.replace(/\?.*/, '')}`))} &&
      document.querySelector('main h1') !== null && [...document.querySelectorAll('main *')].at(-1).dataset.isOld === undefined`)
  await expect.poll(isShown, { message: path }).toBe(true)
  await expect.poll(() => page.locator('main [class*=breathe]').count(), { message: path }).toBe(0)
}

/** What a heading, its sentence or the head of a column does not show of itself, which nobody who has no mouse can read. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('main h1, main header p, main [role=columnheader]')]
    .filter((one) => one.clientHeight > 0 && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth))
    .map((one) => one.textContent)`)
}

// Segments and the condition builder as somebody works with them: a sentence built by keyboard alone, counted, tried on a person, published, and looked at.

import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld

beforeAll(async () => {
  world = await openConsoleWorld()
  for (const [index, userId] of ['anna', 'bea', 'cyd', 'dan'].entries()) {
    await world.product.identify(userId, { email: `${userId}@example.com`, plan: index % 2 === 0 ? 'free' : 'pro' })
    for (let view = 0; view < 3; view += 1) {
      await world.product.track(userId, 'Product Viewed', { product_id: userId === 'bea' ? `p${view}` : 'p1', price: 20 + view, category: 'shoes' })
    }
  }
  await world.product.track('dan', 'Order Completed', { total: 60 })
  await world.product.settle()
})
afterAll(() => world.close())

/** Types over what stands in the field that has the focus. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** Goes on with Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(
      `(() => { const it = document.activeElement; return (it.getAttribute('aria-label') || it.labels?.[0]?.textContent || it.textContent || '').trim() })()`,
    )
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
  }
  throw new Error(`no way to ${name} with Tab`)
}

/**
 * Goes down in the choice that has the focus until it says this. By arrows, because a browser forgets what was typed over a choice after a second: on a
 * slow machine "at least" becomes "at most".
 */
async function goDownTo(choice: Locator, words: string): Promise<void> {
  for (let steps = 0; steps < 10; steps += 1) {
    if ((await choice.locator('option:checked').textContent()) === words) return
    await choice.page().keyboard.press('ArrowDown')
  }
  throw new Error(`no way down to ${words}`)
}

test('a segment is built by keyboard alone, counted, tried on a person, published, and has its members', async () => {
  const page = await world.page('/console/segments')
  await page.getByRole('heading', { name: 'No segments yet' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'segments-empty')
  await page.getByRole('link', { name: 'New segment' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'New segment' }).waitFor()
  await tabTo(page, 'Name')
  await page.keyboard.type('hesitating')

  await tabTo(page, 'Add condition')
  await page.keyboard.press('Enter')
  const first = page.locator('[data-row=""] [data-row=""]')
  await first.getByRole('combobox', { name: 'What is asked' }).waitFor()
  await page.getByText('Fill in the empty fields').waitFor()
  // The focus is in the new row; its event is taken from what really arrived, with the arrow keys.
  await tabTo(page, 'Event')
  await page.keyboard.type('viewed')
  await page.getByRole('option', { name: /Product Viewed/ }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'segments-combobox')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await tabTo(page, 'How often')
  await goDownTo(first.getByRole('combobox', { name: 'How often', exact: true }), 'at least')
  await tabTo(page, 'Number of times')
  await write(page, '3')
  await tabTo(page, 'When')
  await goDownTo(first.getByRole('combobox', { name: 'When', exact: true }), 'in the last')
  await tabTo(page, 'For one and the same …')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Property that stays the same' }).focus()
  await page.keyboard.type('product')
  await page.getByRole('option', { name: /product_id/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')

  await tabTo(page, 'Add condition')
  await page.keyboard.press('Enter')
  const second = page.locator('[data-row="all/1"]')
  await second.waitFor()
  await expect.poll(() => page.evaluate(`document.activeElement.closest('[data-row]')?.dataset.row`)).toBe('all/1')
  await goDownTo(second.getByRole('combobox', { name: 'What is asked', exact: true }), 'did not do')
  await tabTo(page, 'Event')
  await page.keyboard.type('Order Completed')
  await page.keyboard.press('Tab')
  await page.getByText('viewed the same product at least 3 times within 30 days and did not buy anything').waitFor()
  await page.getByText('of 4 people').waitFor()
  await expect.poll(() => page.getByRole('complementary').getByText(/^2$/).count()).toBe(1)
  await page.getByRole('button', { name: '3 people, by this alone' }).first().waitFor()
  await expectNoSeriousAxe(page)

  await tabTo(page, 'Person')
  await page.keyboard.type('dan@example.com')
  await page.keyboard.press('Enter')
  await page.getByText('Does not hold for dan@example.com').waitFor()
  // Nobody has to know an address by heart: people are found by a part of it, and the field goes on to show who was chosen.
  const person = page.getByRole('combobox', { name: 'Person' })
  await person.fill('ann')
  await page.getByRole('option', { name: /anna/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const shown = await person.inputValue()
  expect(shown).toMatch(/anna/i)
  await page.keyboard.press('Enter')
  await page.getByText(/^(Holds|Does not hold) for anna@example.com/).waitFor()
  expect(await person.inputValue()).toBe(shown)
  await person.fill('dan@example.com')
  await page.keyboard.press('Enter')
  await page.getByText('Does not hold for dan@example.com').waitFor()
  await second.getByText('Order Completed ·').waitFor()
  await world.picture(page, 'segments-tried')

  // What number is right is not to be guessed: three of four looked at one product three times.
  const numbered = page.locator('[data-row="all/0"]')
  await numbered.getByRole('button', { name: 'What people came to' }).focus()
  await page.keyboard.press('Enter')
  await numbered.getByText('Of 4 people, half came to 3 at most, and 90 of 100 to 3 at most. At least 3: 75% of them.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'segments-past')
  // While the past is read again, the number that was taken is the chosen one; of another moment nothing is shown that was measured at the first.
  const { promise: isHeld, resolve: letGo } = Promise.withResolvers<void>()
  await page.route(/conditions\/history/, async (route) => {
    await isHeld
    await route.continue()
  })
  await numbered.getByRole('button', { name: 'Use 2', exact: true }).click()
  await expect.poll(() => numbered.getByLabel('Number of times', { exact: true }).inputValue()).toBe('2')
  await numbered.getByRole('row', { name: '2 3 75% chosen', exact: true }).waitFor()
  await numbered.getByText('90 of 100 to 3 at most. At least 2: 75% of them.', { exact: false }).waitFor()
  await numbered.getByRole('combobox', { name: 'Measured when' }).selectOption('Order Completed')
  await numbered.getByText('The past is being read.', { exact: false }).waitFor()
  expect(await numbered.getByRole('table').count()).toBe(0)
  letGo()
  await numbered.getByText('1 person was measured, and came to 3. At least 2: 100% of them.').waitFor()
  await numbered.getByRole('button', { name: 'Use 3', exact: true }).click()
  await numbered.getByRole('button', { name: 'What people came to' }).click()
  await page.getByText('at least 3 times within 30 days').first().waitFor()

  await page.getByRole('button', { name: 'Save draft' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'hesitating' }).waitFor()
  await page.getByText('draft', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Publish …' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('added').waitFor()
  await dialog.getByText('hesitating', { exact: true }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'segments-publish')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('hesitating is in force as written.').waitFor()
  await page.getByText('published', { exact: true }).waitFor()
  await world.product.settle()
  await page.getByRole('tab', { name: 'Members' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'anna@example.com' }).waitFor()
  await expect.poll(() => page.getByRole('link', { name: /@example\.com$/ }).allTextContents()).toEqual(['anna@example.com', 'cyd@example.com'])
  await expectNoSeriousAxe(page)
  await page.getByRole('tab', { name: 'Coming and going' }).click()
  await page.getByText('Entered').first().waitFor()
  await world.picture(page, 'segments-days')
  await expectNoSeriousAxe(page)
  // One mail to all of them begins here.
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Write to them …' }).click()
  await page.getByRole('heading', { name: 'New mail to a segment' }).waitFor()
  await expect.poll(() => page.getByLabel('Segment', { exact: true }).inputValue()).toBe('hesitating')
  await page.close()
})

test('groups nest and come apart, what cannot be drawn stays as text, and a mistake stands on its row', async () => {
  await world.api('PUT', '/drafts', {
    path: 'segments/odd.yaml',
    revision: 0,
    text: '# Why it is here.\nsegment: odd\nif:\n  all:\n    - { attribute: plan, eq: pro }\n    - not: { not: { event: Order Completed } }\n    - any: [{ segment: hesitatin }, { list: friends }]\n',
  })
  const page = await world.page('/console/segments/odd')
  await page.getByText('This part as text (YAML)').waitFor()
  await page.locator('[data-row="all/2/any/0"]').getByRole('alert').filter({ hasText: 'hesitating' }).waitFor()
  const row = page.locator('[data-row="all/0"]')
  await row.getByRole('button', { name: 'More about this condition' }).click()
  await page.getByRole('menuitem', { name: 'Move down (Alt ↓)' }).waitFor()
  await expectNoSeriousAxe(page)
  await page.getByRole('menuitem', { name: 'Put into a group of its own' }).click()
  await page.locator('[data-row="all/0/any/0"]').waitFor()
  await page.locator('[data-row="all/0"]').getByRole('button', { name: 'More about this group' }).click()
  await page.getByRole('menuitem', { name: 'Take the group apart' }).click()
  await expect.poll(() => page.locator('[data-row="all/0/any/0"]').count()).toBe(0)
  await page.locator('[data-row="all/0"]').getByRole('combobox', { name: 'Attribute' }).press('Alt+ArrowDown')
  await expect.poll(() => page.locator('[data-row="all/1"]').getByRole('combobox', { name: 'Attribute' }).inputValue()).toBe('plan')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByText('Draft saved').waitFor()
  const { drafted } = (await world.api('GET', '/definitions/file?path=segments/odd.yaml')) as { drafted: { text: string } }
  expect(drafted.text).toContain('# Why it is here.')
  expect(drafted.text.indexOf('Order Completed')).toBeLessThan(drafted.text.indexOf('plan'))
  await page.close()
})

test('at four times the size nothing has to be scrolled sideways, also where there is no condition yet', async () => {
  const page = await world.page('/console/segments/new', { width: 320, height: 512 })
  await page.getByText('Or begin with an example:').waitFor()
  await expectNoSidewaysScroll(page)
  await page.close()
})

test.each([
  ['de', 1440, false],
  ['ru', 390, false],
  ['en', 390, true],
] as const)('the pages stand in %s at a width of %i', async (language, width, dark) => {
  const look = { language, width, height: width === 390 ? 844 : 900, dark }
  const page = await world.page('/console/segments/hesitating', look)
  await page.locator('[data-row="all/1"]').waitFor()
  await page.locator('[data-row="all/1"] button[aria-label*="3"]').first().waitFor()
  await expectNoSeriousAxe(page)
  await expectNoSidewaysScroll(page)
  await world.picture(page, `segment-${language}-${width}`)
  await page.goto(`${world.address}/console/segments`)
  await page.getByRole('link', { name: 'hesitating' }).waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, `segments-${language}-${width}`)
  await page.close()
})

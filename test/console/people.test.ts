// People in the console, as somebody of the team works with them: who did not get a mail and why, what was said and changed, who is on which list.

import { afterAll, beforeAll, test } from 'vitest'
import { shop } from '../product/product.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  const caps = 'consent: opt-out, caps: [{ max: 30, within: 7d, then: defer }]'
  world = await openConsoleWorld({ files: { ...shop, 'workspace.yaml': shop['workspace.yaml'].replace('consent: opt-out', caps) } })
  const { product } = world
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Anna', last_name: 'Keller' })
  await product.identify('ben', { email: 'ben@mail.example', first_name: 'Ben' })
  await world.api('POST', '/subscribers/ben/topics', { topic: 'news', subscribed: false, because: 'said so on the telephone' })
  for (const userId of ['ann', 'ben']) await product.track(userId, 'Signed Up', { plan: 'free' })
  await product.track('ann', 'Product Added', { cart_id: 'c1', product_id: 'p1', name: 'Wool scarf', price: 49, quantity: 2 })
  await product.settle()
})
afterAll(() => world?.close())

test('somebody did not get a mail: they are found by name, their past says so, and "why" says what stood in the way', async () => {
  const page = await world.page('/console/people')
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Anna Keller' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'people')
  await page.getByRole('searchbox', { name: 'Search people' }).fill('ben')
  await page.getByRole('link', { name: 'Anna Keller' }).waitFor({ state: 'detached' })
  // A click on what stands beside the name opens the person too.
  await page.getByRole('cell', { name: 'ben@mail.example' }).click()
  await page.getByRole('heading', { name: 'Ben', level: 1 }).waitFor()
  await page.getByText('unsubscribed: ').first().waitFor()
  await page.getByRole('list').getByText('not sent').first().waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'person-not-sent')
  await page.getByRole('link', { name: 'Why, or why not?' }).click()
  await page.getByRole('combobox', { name: 'Journey' }).selectOption('reminder')
  await page.getByText('never entered', { exact: true }).waitFor()
  await page.getByText('Nothing happened that could have let this person in.').waitFor()
  await page.getByRole('combobox', { name: 'Journey' }).selectOption('welcome')
  await page.getByText('was inside', { exact: true }).waitFor()
  await page
    .getByRole('region', { name: 'What was decided' })
    .getByText(/e-mail “hello” · unsubscribed/)
    .waitFor()
  await page
    .getByText(/^consent to the topic: /)
    .first()
    .waitFor()
  await page.getByText('frequency caps: at most 30 by e-mail within 7 days; so far 0').first().waitFor()
  await page.waitForURL(/[?&]journey=welcome/)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'why')
  await page.close()
})

test('a person is changed: attributes, a no, a list, an event for a try, and taken out of what waits', async () => {
  const page = await world.page('/console/people/%231')
  const menu = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await page.getByRole('heading', { name: 'Anna Keller', level: 1 }).waitFor()
  await page.getByText('timer runs').waitFor()
  await menu('Record a yes or a no')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('How was it said?').fill('on the telephone')
  // A topic that is not there yet is made and published right here, and what was typed stays.
  await dialog.getByRole('button', { name: 'New', exact: true }).click()
  const topic = page.getByRole('dialog', { name: 'New topic' })
  await topic.getByLabel('Name').fill('fairs')
  await topic.getByRole('button', { name: 'Make the topic' }).click()
  await page.getByText('“fairs” is a draft and holds once it is published.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'consent-new-topic')
  await page.getByRole('button', { name: 'Publish it …' }).click()
  await page.getByRole('dialog', { name: 'Publish fairs?' }).getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('fairs is in force as written.').waitFor()
  await dialog.getByRole('button', { name: 'Record' }).click()
  await page.getByText('wording: on the telephone').waitFor()
  await menu('Put on a list, or take off')
  await dialog.getByLabel('List').fill('vip')
  await dialog.getByRole('button', { name: 'Put one person on it' }).click()
  await page.getByRole('link', { name: 'vip' }).waitFor()
  await menu('Send a test event')
  await dialog.getByLabel('Event', { exact: true }).fill('Came By')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Came By').first().waitFor()
  await world.picture(page, 'person')
  await page.getByRole('link', { name: 'vip' }).click()
  await page.getByRole('link', { name: 'Anna Keller' }).waitFor()
  await page.waitForURL(/[?&]list=vip/)
  await page.getByRole('link', { name: 'Lists' }).click()
  await page.getByRole('link', { name: 'vip' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'lists')
  await page.close()
})

test('on a phone, in the dark, and in German and Russian, nothing is cut off', async () => {
  const phone = { width: 390, height: 844 } as const
  const page = await world.page('/console/people', { ...phone, dark: true, language: 'de' })
  await page.getByRole('link', { name: 'Anna Keller' }).waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, 'people-phone-de')
  await page.getByRole('link', { name: 'Anna Keller' }).click()
  await page.getByRole('heading', { name: 'Verlauf' }).waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, 'person-phone-de')
  await page.close()
  const russian = await world.page('/console/people/ann', { dark: true, language: 'ru' })
  await russian.getByRole('heading', { name: 'Хронология' }).waitFor()
  await russian.getByText('Signed Up').first().waitFor()
  await expectNoSeriousAxe(russian)
  await world.picture(russian, 'person-dark-ru')
  await russian.close()
})

// What is typed stays as it was typed. A field that the address keeps loses no letter, and the caret stays where it was; a window that was filled in is not
// closed by a press beside it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleWorld, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld

beforeAll(async () => {
  world = await openConsoleWorld()
}, 60_000)

afterAll(() => world.close())

test('a search keeps every letter, also one put in before others, and the address has them in the end', async () => {
  for (const path of ['journeys', 'templates', 'people', 'messages', 'live', 'live/refused']) {
    const at = await world.page(`/console/${path}`)
    const field = at.getByRole('searchbox').first()
    await field.click()
    await at.keyboard.type('abandoned')
    await at.keyboard.press('Home')
    await at.keyboard.type('not ')
    expect(await field.inputValue(), path).toBe('not abandoned')
    await at.waitForURL(/=not(\+|%20)abandoned$/)
    await at.close()
  }
})

test('a name with suggestions keeps every letter', async () => {
  const at = await world.page('/console/live')
  const field = at.getByRole('combobox', { name: 'Event' })
  await field.click()
  await at.keyboard.type('Cart Abandoned')
  await at.keyboard.press('Home')
  await at.keyboard.type('No ')
  expect(await field.inputValue()).toBe('No Cart Abandoned')
  await at.waitForURL(/event=No(\+|%20)Cart(\+|%20)Abandoned$/)
})

test('a day is typed digit by digit', async () => {
  const at = await world.page('/console/settings/audit')
  const field = at.locator('input[type=date]').first()
  await field.focus()
  await at.keyboard.type('03142026')
  expect(await field.inputValue()).toBe('2026-03-14')
  await at.waitForURL(/from=2026-03-14/)
})

test('a press beside a window closes it until something was filled in, and Escape closes it then too', async () => {
  const at = await world.page('/console/settings/keys')
  const dialog = at.getByRole('dialog')
  const beside = () => at.mouse.click(3, 3)
  const open = () => at.getByRole('button', { name: 'New key' }).first().click()
  await open()
  await dialog.waitFor()
  await beside()
  await dialog.waitFor({ state: 'detached' })
  await open()
  await dialog.getByLabel('Name').fill('shop')
  await beside()
  await dialog.getByRole('button', { name: 'New key' }).click()
  // What is shown once stays until it is meant to go.
  await dialog.locator('code').waitFor()
  await beside()
  await dialog.locator('code').waitFor()
  await at.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

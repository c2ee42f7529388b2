// Whoever presses a button twice meant it once.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleWorld, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld

beforeAll(async () => {
  world = await openConsoleWorld()
}, 60_000)

afterAll(() => world.close())

test('a button pressed twice at once does its work once', async () => {
  const at = await world.page('/console/settings/keys')
  const told = changesOf(at)
  await at.getByRole('button', { name: 'New key' }).first().click()
  const dialog = at.getByRole('dialog')
  await dialog.getByLabel('Name').fill('shop')
  await dialog.getByRole('button', { name: 'New key' }).dblclick()
  await dialog.locator('code').waitFor()
  expect(told).toEqual(['/admin/v1/write-keys'])
})

test('the second press of a double click does nothing to what the first one brought', async () => {
  const at = await world.page('/console/settings/keys')
  await at.getByRole('button', { name: 'New key' }).first().click()
  const dialog = at.getByRole('dialog')
  await dialog.getByLabel('Name').fill('till')
  await dialog.getByRole('button', { name: 'New key' }).click()
  await dialog.locator('code').waitFor()
  const done = dialog.getByRole('button', { name: 'Done' })
  await done.dispatchEvent('click', { detail: 2 })
  await done.dispatchEvent('click', { detail: 1 })
  await dialog.waitFor({ state: 'detached' })
})

test('a form sent again before it was answered is told once', async () => {
  const at = await world.page('/console/people')
  const told = changesOf(at)
  await at.getByRole('button', { name: 'Add a person' }).click()
  await at.getByRole('dialog').getByLabel('Mail address').fill('kim@shop.example')
  await at.evaluate("for (const _ of 'two') document.querySelector('#add-person').requestSubmit()")
  await at.getByRole('link', { name: 'kim@shop.example' }).waitFor()
  expect(told).toEqual(['/admin/v1/subscribers/import'])
})

function changesOf(at: Page): readonly string[] {
  const told: string[] = []
  at.on('request', (request) => {
    if (request.method() === 'POST' && !request.url().includes('/search')) told.push(new URL(request.url()).pathname)
  })
  return told
}

// What somebody of a smaller role sees where others change things: all of it, with the reason why it is not theirs to change, and nothing that is
// refused only once it was typed.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld()
})
afterAll(() => world?.close())

test.each(['viewer', 'sender'] as const)('a %s looks at a journey in every view, and nothing there takes a change', async (role) => {
  const page = await world.page('/console/journeys/reminder', { role })
  await page.getByText(`You can look at everything here, and change nothing. Your role is ${role}.`).waitFor()
  const side = page.getByRole('complementary', { name: 'Selected part' })
  await side.getByLabel('How often one person may enter').waitFor()
  await expect.poll(() => side.getByLabel('How often one person may enter').isDisabled()).toBe(true)
  expect(await page.getByRole('button', { name: /^Add a step/ }).count()).toBe(0)
  // Nothing in the form is to be pressed that would change anything.
  const pressed = await side.getByRole('button', { disabled: false }).allTextContents()
  expect(pressed.filter((name) => /add|remove|goal|where/i.test(name))).toEqual([])
  await expectNoSeriousAxe(page)
  await world.picture(page, `journey-of-a-${role}`)
  await page.getByRole('radio', { name: 'Outline' }).click()
  await page
    .getByRole('button', { name: /^E-mail/ })
    .first()
    .click()
  await side.getByLabel('Template').waitFor()
  expect(await page.getByRole('button', { name: /^(?:Add a step|Move|Delete|Duplicate)/, disabled: false }).count()).toBe(0)
  await page.getByRole('radio', { name: 'Code' }).click()
  await expect.poll(() => page.locator('.cm-content').getAttribute('aria-readonly')).toBe('true')
  await page.close()
})

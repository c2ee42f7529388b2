// Journeys in the console: one is built by keyboard in the outline, published, paused, let go on and stopped; canvas, outline and code are one draft.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld()
}, 240_000)
afterAll(() => world?.close())

describe('a journey', () => {
  test('is built by keyboard in the outline, published, paused, resumed and stopped', async () => {
    const page = await world.page('/console/journeys')
    await page.getByRole('button', { name: 'New journey' }).first().press('Enter')
    const dialog = page.getByRole('dialog', { name: 'New journey' })
    await dialog.getByLabel('Name').fill('second-look')
    await expectNoSeriousAxe(page)
    await dialog.getByLabel('Name').press('Enter')
    await page.getByRole('heading', { name: 'second-look', level: 1 }).waitFor()
    await page.getByRole('radio', { name: 'Outline' }).press('Enter')
    await world.picture(page, 'journey-outline')

    // The mail gets its template, and a wait is put after it.
    await page.getByRole('button', { name: /^E-mail/ }).press('Enter')
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await side.getByLabel('Template').fill('hello')
    await side.getByLabel('Template').press('Tab')
    await page.getByRole('button', { name: /^Add a step after E-mail/ }).press('Enter')
    await page.getByRole('menuitem', { name: 'Wait' }).press('Enter')
    await side.getByLabel('How long', { exact: true }).fill('2')
    await side.getByLabel('How long', { exact: true }).press('Enter')
    await page.getByRole('button', { name: /^Wait for 2 days/ }).waitFor()
    await page.getByText('Saved as a draft').waitFor()
    await page.getByText('No problems').waitFor()
    await expectNoSeriousAxe(page)

    // Undo and redo are those of the draft.
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByRole('button', { name: /^Wait for 1 day/ }).waitFor()
    await page.getByRole('button', { name: 'Redo' }).press('Enter')
    await page.getByRole('button', { name: /^Wait for 2 days/ }).waitFor()
    await page.getByText('Saved as a draft').waitFor()

    await page.getByRole('button', { name: 'Publish …' }).press('Enter')
    const publish = page.getByRole('dialog', { name: 'Publish second-look?' })
    await publish.getByText('It lets people in from now on.').waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-publish')
    await publish.getByRole('button', { name: 'Publish', exact: true }).press('Enter')
    await page.getByText('Live · v1').waitFor()

    await page.getByRole('button', { name: 'Pause', exact: true }).press('Enter')
    await page.getByLabel('Why?').fill('a wrong price')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).press('Enter')
    await page.getByText('Paused: a wrong price', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Resume …' }).press('Enter')
    await page.getByText('Messages at once').waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-resume')
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).press('Enter')
    await page.getByText('Live · v1').waitFor()

    await page.getByRole('button', { name: 'More' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Stop its messages …' }).press('Enter')
    await page.getByLabel('Why?').fill('checked')
    await page.getByText('Nobody got one yet.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop messages' }).press('Enter')
    await page.getByText('Its messages are held back: checked', { exact: false }).waitFor()
    const { journeys } = (await world.api('GET', '/journeys')) as {
      readonly journeys: readonly { readonly journey: string; readonly stopped: string | null }[]
    }
    expect(journeys.find(({ journey }) => journey === 'second-look')).toMatchObject({ stopped: 'checked', status: 'live', version: 1 })
    await world.picture(page, 'journey-stopped')
    await page.close()
  }, 120_000)

  test('says who may come again, who leaves early and what counts by forms, and the remarks of its file stay', async () => {
    const path = 'journeys/second-look.yaml'
    const { text, draft } = (await world.api('GET', `/definitions/file?path=${path}`)) as {
      readonly text: string
      readonly draft: { readonly revision: number } | null
    }
    const remarked = `# Ask sales before changing it.\n${text.replace('steps:', 'again: { max: 2, within: 7d } # as agreed\nsteps:')}`
    await world.api('PUT', '/drafts', { path, text: remarked, revision: draft?.revision ?? 0 })
    const page = await world.page('/console/journeys/second-look?view=outline')
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await side.getByLabel('At most').fill('4')
    await side.getByLabel('Counted separately for each').fill('cart_id')
    await side.getByLabel('Counted separately for each').press('Tab')
    const early = side.getByRole('region', { name: 'Leaves early when' })
    await early.getByRole('button', { name: 'Add a reason' }).click()
    await early.getByRole('button', { name: 'Only where …' }).click()
    await early.getByRole('combobox', { name: 'Property', exact: true }).fill('cart_id')
    await early.getByRole('combobox', { name: 'Value of cart_id' }).fill('c-1')
    await early.getByRole('combobox', { name: 'Event', exact: true }).click()
    await side.getByRole('button', { name: 'Set a goal' }).click()
    await side.getByRole('region', { name: 'What counts as success' }).getByLabel('Within', { exact: true }).fill('3')
    // Publishing waits for what was typed last.
    await page.getByRole('button', { name: 'Publish …' }).click()
    const publish = page.getByRole('dialog')
    await publish.getByText('Version 2 follows version 1.', { exact: false }).waitFor()
    await publish.getByText('The list of versions says that owner published it.', { exact: false }).waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-publish-changes')
    await page.keyboard.press('Escape')
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-settings')
    const { drafted } = (await world.api('GET', `/definitions/file?path=${path}`)) as { readonly drafted: { readonly text: string } }
    expect(drafted.text).toContain('# Ask sales before changing it.')
    expect(drafted.text).toContain('again: { max: 4, within: 7d } # as agreed')
    const [before, after] = drafted.text.split('steps:')
    expect(before).toContain('key: properties.cart_id')
    expect(before).toContain('{ event: Order Completed, where: { cart_id: c-1 } }')
    expect(before).toContain('goal: { event: Order Completed, within: 3d }')
    expect(after).toContain('wait: 2d')
    await world.api('POST', '/drafts/discard', { paths: [path] })
    await page.close()
  }, 60_000)

  test('is drawn, walked and changed on the canvas and in the code, which are the same draft', async () => {
    const page = await world.page('/console/journeys/second-look?view=canvas')
    const card = page.locator('[data-card]', { hasText: 'hello' }).first()
    await card.waitFor()
    await world.picture(page, 'journey-canvas')
    await expectNoSeriousAxe(page)
    await card.focus()
    await card.press('ArrowDown')
    await page.getByRole('complementary').getByLabel('How long', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByLabel('How long', { exact: true }).fill('3')
    await page.getByRole('complementary').getByLabel('How long', { exact: true }).press('Enter')
    await page.locator('[data-card]', { hasText: 'for 3 days' }).waitFor()
    await page.getByRole('radio', { name: 'Code' }).click()
    await page.getByText('wait: 3d').waitFor()
    await world.picture(page, 'journey-code')
    await expectNoSeriousAxe(page)
    for (const tab of ['Results', 'People', 'Versions']) {
      await page.getByRole('tab', { name: tab }).click()
      await page
        .getByRole('tabpanel')
        .getByText(/Step by step|Nobody is here now|Version 1/)
        .first()
        .waitFor()
      await expectNoSeriousAxe(page)
      await world.picture(page, `journey-${tab.toLowerCase()}`)
    }
    await page.close()
  }, 120_000)

  test('the canvas is worked by keyboard alone: copy, paste, take away, undo, find, and a step behind the one that is open', async () => {
    const page = await world.page('/console/journeys/second-look?view=canvas')
    const card = (text: string) => page.locator('[data-card]', { hasText: text })
    await card('Signed Up').waitFor()
    await card('Signed Up').focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'Control+c', 'Control+v']) await page.keyboard.press(key)
    await page.locator('[data-card="steps.2"]:focus').waitFor()
    expect(await card('for 3 days').count()).toBe(2)
    await page.keyboard.press('Delete')
    await page.locator('[data-card="steps.1"]:focus').waitFor()
    expect(await card('for 3 days').count()).toBe(1)
    await page.keyboard.press('Control+z')
    await page.locator('[data-card="steps.2"]').waitFor()
    await page.keyboard.press('Control+y')
    await page.locator('[data-card="steps.2"]').waitFor({ state: 'detached' })
    await page.getByLabel('Find a step').fill('hello')
    await page.keyboard.press('Enter')
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await side.getByRole('button', { name: 'Add a step', exact: true }).press('Enter')
    await page.getByRole('menuitem', { name: 'End', exact: true }).press('Enter')
    await page.locator('[data-card="steps.1"]', { hasText: 'End' }).waitFor()
    await page.getByText('Saved as a draft').waitFor()
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await card('for 3 days').waitFor()
    await page.getByText('Saved as a draft').waitFor()
    await page.close()
  }, 60_000)

  test('a draft is tried on somebody made up and on a person, and the canvas shows their way', async () => {
    const page = await world.page('/console/journeys/second-look?view=canvas')
    await page.getByRole('button', { name: 'Try on a person' }).click()
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await side.getByRole('radio', { name: 'Somebody made up' }).click()
    await side.getByRole('button', { name: 'Try', exact: true }).click()
    const way = side.getByRole('list', { name: 'The way, line by line' })
    await way.getByText('Comes to the end').waitFor()
    await way.getByText('At the beginning').first().waitFor()
    expect((await way.getByRole('listitem').allInnerTexts()).join('\n')).toMatch(/Waits until \+ 3 days/)
    await page.locator('[data-card]', { hasText: 'for 3 days' }).getByText('2', { exact: true }).waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-walk')
    await way.getByRole('button', { name: 'wait' }).first().click()
    await side.getByRole('radio', { name: 'A person' }).click()
    await side.getByRole('combobox', { name: 'A person' }).fill('nobody-of-that-name')
    await side.getByRole('button', { name: 'Try', exact: true }).click()
    await side.getByText('Nobody has this id.', { exact: false }).waitFor()
    await side.getByRole('button', { name: 'Stop trying' }).click()
    for (const over of ['Here now', 'Lost between steps', 'Changes since published']) await page.getByLabel('Shown on the steps').selectOption(over)
    await page.locator('[data-card]', { hasText: 'for 3 days' }).waitFor()
    await expectNoSeriousAxe(page)
    await page.close()
  }, 60_000)

  test.each(['de', 'ru'] as const)(
    'is read in %s, in the dark and on a phone',
    async (language) => {
      const page = await world.page('/console/journeys', { language, dark: true, width: 390, height: 844 })
      await page.getByRole('link', { name: 'second-look' }).waitFor()
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
      await world.picture(page, `journeys-phone-${language}`)
      await page.goto(`${world.address}/console/journeys/second-look`)
      await page.getByRole('button', { name: /hello/ }).first().waitFor()
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
      await world.picture(page, `journey-phone-${language}`)
      await page.getByRole('button', { name: /ausprobieren$|^Проверить на/ }).click()
      const window = page.getByRole('dialog')
      await window.getByRole('radio').first().waitFor()
      expect(await window.getByRole('heading').count()).toBe(1)
      await expectNoSeriousAxe(page)
      await page.close()
    },
    60_000,
  )
})

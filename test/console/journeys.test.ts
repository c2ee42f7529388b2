// Journeys in the console: one is built by keyboard in the outline, published, paused, let go on and stopped; canvas, outline and code are one draft.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld()
})
afterAll(() => world?.close())

describe('a journey', () => {
  test('is built by keyboard in the outline, published, paused, resumed and stopped', async () => {
    const page = await world.page('/console/journeys')
    await page.getByRole('button', { name: 'New journey' }).first().press('Enter')
    const dialog = page.getByRole('dialog', { name: 'New journey' })
    // The window is written in at once: the focus is in its first field, and not on the button that closes it, which a space would press.
    await dialog.getByLabel('Name').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('second look')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('second-look')
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
    await page.getByText('Saved as a draft').waitFor()
    await page.getByRole('button', { name: 'Publish …' }).press('Enter')
    const publish = page.getByRole('dialog', { name: 'Publish second-look?' })
    await publish.getByText('wait: 1d').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Redo' }).press('Enter')
    await page.getByRole('button', { name: /^Wait for 2 days/ }).waitFor()
    await page.getByText('Saved as a draft').waitFor()

    // What is shown before publishing is what was kept a moment ago, and not what the window showed before.
    await page.getByRole('button', { name: 'Publish …' }).press('Enter')
    await publish.getByText('It lets people in from now on.').waitFor()
    await publish.getByText('wait: 2d').waitFor()
    await publish.getByText('wait: 1d').waitFor({ state: 'detached' })
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-publish')
    await publish.getByRole('button', { name: 'Publish', exact: true }).press('Enter')
    await page.getByText('Live · v1').waitFor()

    await page.getByRole('button', { name: 'Pause', exact: true }).press('Enter')
    await page.getByLabel('Why?').fill('a wrong price')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).press('Enter')
    await page.getByText('Paused: a wrong price', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Resume …' }).press('Enter')
    await page.getByText('Messages at once').nth(2).waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-resume')
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).press('Enter')
    await page.getByText('Live · v1').waitFor()

    await page.getByRole('button', { name: 'More' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Stop its messages …' }).press('Enter')
    await page.getByLabel('Why?').fill('checked')
    await page.getByRole('radio', { name: 'Got it 0' }).waitFor()
    await page.getByText('Nobody.', { exact: true }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop messages' }).press('Enter')
    await page.getByText('Its messages are held back: checked', { exact: false }).waitFor()
    // From there one writes to those who got one, and lets the others go.
    const correct = await page.getByRole('link', { name: 'Write to those who got it …' }).getAttribute('href')
    expect(correct).toBe('/console/corrections?journey=second-look')
    await page.getByRole('button', { name: 'Let messages go …' }).click()
    await page.getByRole('dialog', { name: 'Let the messages of second-look go?' }).waitFor()
    await page.keyboard.press('Escape')
    const { journeys } = (await world.api('GET', '/journeys')) as {
      readonly journeys: readonly { readonly journey: string; readonly stopped: string | null }[]
    }
    expect(journeys.find(({ journey }) => journey === 'second-look')).toMatchObject({ stopped: 'checked', status: 'live', version: 1 })
    await world.picture(page, 'journey-stopped')
    await page.close()
  })

  test('gets a new template, topic and list from the steps that name them, and all of it is published together', async () => {
    const page = await world.page('/console/journeys')
    await page.getByRole('button', { name: 'New journey' }).first().click()
    await page.getByRole('dialog', { name: 'New journey' }).getByLabel('Name').fill('Second-look')
    await page.getByRole('dialog', { name: 'New journey' }).getByText('There is a journey or a file of this name already.').waitFor()
    await page
      .getByRole('group', { name: 'Begin with' })
      .getByRole('radio', { name: /Win-back/ })
      .click()
    // What it brings is measured unless somebody says otherwise; who asked to be told is always told.
    const heldOut = page.getByRole('checkbox', { name: 'Hold out 5 of 100 people' })
    await heldOut.and(page.locator('[aria-checked=true]')).waitFor()
    await page.getByRole('radio', { name: /Back in stock/ }).click()
    await heldOut.waitFor({ state: 'hidden' })
    await page.getByRole('radio', { name: /Blank/ }).click()
    // Escape closes the suggestions of a field, and neither the window around it nor what was written there.
    await page.getByRole('combobox', { name: 'Template' }).click()
    await page.getByRole('listbox').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
    await page.getByRole('dialog', { name: 'New journey' }).getByLabel('Name').fill('Autumn fair: Grüße / 2027')
    await page.getByRole('dialog', { name: 'New journey' }).getByLabel('Name').press('Enter')
    await page.getByRole('heading', { name: 'Autumn fair: Grüße / 2027', level: 1 }).waitFor()
    await page.getByRole('radio', { name: 'Outline' }).click()
    await page.getByRole('button', { name: /^E-mail/ }).click()
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await side.getByText('Still empty: Template').waitFor()
    await side.getByRole('button', { name: 'New', exact: true }).first().click()
    const template = page.getByRole('dialog', { name: 'New template' })
    await template.getByLabel('Name', { exact: true }).fill('Come to the fair!')
    await template.getByLabel('Subject').fill('See you there')
    await template.getByRole('button', { name: 'New', exact: true }).click()
    const topic = page.getByRole('dialog', { name: 'New topic' })
    await topic.getByLabel('Name').fill('fairs')
    await topic.getByRole('button', { name: 'Make the topic' }).click()
    await topic.waitFor({ state: 'detached' })
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-new-template')
    await template.getByRole('button', { name: 'Create' }).click()
    await page.getByText('“Come to the fair!” is a draft').waitFor()
    await expect.poll(() => side.getByLabel('Template').inputValue()).toBe('Come to the fair!')
    await side.getByText('See you there').waitFor()
    expect(await side.getByRole('link', { name: 'Write the mail' }).getAttribute('href')).toBe('/console/templates/Come%20to%20the%20fair!')
    // What is asked after a mail is whether it was opened, of a mail that is only drafted, too.
    await page.getByRole('button', { name: /^Add a step after E-mail/ }).click()
    await page.getByRole('menuitem', { name: 'Choose' }).click()
    await side.getByText('“Come to the fair!” opened since the journey began').waitFor()
    // A way whose condition nobody has said yet says so, and nothing else.
    await side.getByRole('button', { name: 'Add a way' }).click()
    await page.getByText('condition still empty', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('condition still empty', { exact: true }).first().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Add a step after E-mail/ }).click()
    await page.getByRole('menuitem', { name: 'List', exact: true }).click()
    await side.getByRole('button', { name: 'New', exact: true }).click()
    const list = page.getByRole('dialog', { name: 'New list' })
    await list.getByLabel('Name').fill('guests')
    await list.getByRole('button', { name: 'Make the list' }).click()
    await expect.poll(() => side.getByLabel('List', { exact: true }).inputValue()).toBe('guests')
    await page.getByRole('button', { name: /^List.*guests/ }).waitFor()
    await page.getByText('No problems').waitFor()
    await world.picture(page, 'journey-new-list')
    await page.getByRole('button', { name: 'Publish …' }).click()
    const publish = page.getByRole('dialog', { name: 'Publish Autumn fair: Grüße / 2027?' })
    await publish.getByText('templates/come-to-the-fair.mjml').first().waitFor()
    // Nobody has written the words of the new mail yet.
    await publish.getByText('The mail Come to the fair! still says “', { exact: false }).first().waitFor()
    await world.picture(page, 'journey-publish-made')
    await publish.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('Live · v1').waitFor()
    expect(await world.api('GET', '/schema/names')).toMatchObject({
      topics: expect.arrayContaining([expect.objectContaining({ name: 'fairs' })]),
      templates: expect.arrayContaining([expect.objectContaining({ name: 'Come to the fair!' })]),
    })
    await page.close()
  })

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
    // Both stand where the steps are read, and lead to what is said of them.
    const exits = page.getByRole('button', { name: 'Leaves early Order Completed · with a condition' })
    await exits.click()
    await early.getByRole('combobox', { name: 'Property', exact: true }).waitFor()
    expect(await side.getByRole('region').count()).toBe(1)
    await page.getByRole('radio', { name: 'Canvas' }).click()
    const goal = page.getByRole('button', { name: /^Order Completed Goal · within 3 days/ })
    await goal.click()
    await side.getByRole('region', { name: 'What counts as success' }).waitFor()
    // By keyboard it is left again, and comes back.
    await page.keyboard.press('Delete')
    await goal.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await goal.waitFor()
    await page.getByLabel('Shown on the steps').selectOption('Changes since published')
    await expect.poll(() => goal.textContent()).toContain('added')
    await world.picture(page, 'journey-rules-on-canvas')
    await page.getByRole('radio', { name: 'Outline' }).click()
    await page.getByRole('button', { name: /^The whole journey/ }).click()
    const rare = side.getByRole('region', { name: 'Seldom needed' })
    await rare.getByRole('button', { name: 'Seldom needed' }).click()
    await rare.getByLabel('Web analytics').selectOption('Parameters of its own')
    await rare.getByLabel('utm_campaign').fill('winter sale')
    await rare.getByLabel('utm_campaign').press('Enter')
    await page
      .getByRole('button', { name: /^E-mail/ })
      .first()
      .click()
    await side.getByLabel('Web analytics').selectOption('None')
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
    expect(before).toMatch(/^utm: \{ campaign: winter sale \}$/m)
    expect(after).toContain('wait: 2d')
    expect(after).toContain('utm: false')
    await world.api('POST', '/drafts/discard', { paths: [path] })
    await page.close()
  })

  test('is drawn, walked and changed on the canvas and in the code, which are the same draft', async () => {
    const page = await world.page('/console/journeys/second-look?view=canvas')
    const card = page.locator('[data-card]', { hasText: 'hello' }).first()
    await card.waitFor()
    // What the server named for this address was fetched as such, while the scripts of the frame came.
    const named = (await page.locator('link[data-then]').getAttribute('data-then'))?.split(' ') ?? []
    const fetched = await page.locator('link[rel=modulepreload][fetchpriority=low]').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(named.length).toBeGreaterThan(2)
    expect(fetched).toEqual(named)
    await world.picture(page, 'journey-canvas')
    await expectNoSeriousAxe(page)
    await card.focus()
    await card.press('ArrowDown')
    await page.getByRole('complementary').getByLabel('How long', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByLabel('How long', { exact: true }).fill('3')
    await page.getByRole('complementary').getByLabel('How long', { exact: true }).press('Enter')
    await page.locator('[data-card]', { hasText: 'for 3 days' }).waitFor()
    await page.getByText('Saved as a draft').waitFor()
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
  })

  test('the canvas is worked by keyboard alone: copy, paste, take away, undo, find, and a step behind the one that is open', async () => {
    const page = await world.page('/console/journeys')
    const card = (text: string) => page.locator('[data-card]', { hasText: text })
    // On a slow line the part that writes YAML comes behind the drawing; what is done before it is there is done then.
    let bringIt = (): void => undefined
    const isBrought = new Promise<void>((resolve) => {
      bringIt = resolve
    })
    await page.route('**/journey-text-*', async (route) => {
      await isBrought
      await route.continue()
    })
    await page.getByRole('link', { name: 'second-look' }).click()
    await card('Signed Up').waitFor()
    // The search stands above the first card, however the drawing is fitted.
    const searchEnd = await page
      .getByLabel('Find a step')
      .evaluate((it: unknown) => (it as { getBoundingClientRect(): { readonly bottom: number } }).getBoundingClientRect().bottom)
    await expect.poll(async () => ((await card('Signed Up').boundingBox())?.y ?? 0) > searchEnd).toBe(true)
    // Tab leads from a card to the + on its line, and arrows back to the cards.
    await card('Signed Up').focus()
    await page.keyboard.press('Tab')
    await page.locator('[data-behind="enter.0"]:focus').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator('[data-card="steps.0"]:focus').waitFor()
    await page.getByRole('button', { name: 'Keys' }).click()
    await page.getByRole('dialog', { name: 'Keys' }).getByText('From step to step').waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-keys')
    await page.keyboard.press('Escape')
    // Who goes on by keyboard goes on from where the window was opened.
    await page.getByRole('button', { name: 'Keys' }).and(page.locator(':focus')).waitFor()
    await card('for 3 days').focus()
    await page.keyboard.press('Delete')
    await page.locator('[data-card="steps.0"]:focus').waitFor()
    expect(await card('for 3 days').count()).toBe(1)
    bringIt()
    await card('for 3 days').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await card('for 3 days').waitFor()
    await card('Signed Up').focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'Control+c', 'Control+v']) await page.keyboard.press(key)
    await page.locator('[data-card="steps.2"]:focus').waitFor()
    await expect.poll(() => card('for 3 days').count()).toBe(2)
    await page.keyboard.press('Delete')
    await page.locator('[data-card="steps.1"]:focus').waitFor()
    await expect.poll(() => card('for 3 days').count()).toBe(1)
    await page.keyboard.press('Control+z')
    await page.locator('[data-card="steps.2"]').waitFor()
    await page.keyboard.press('Control+y')
    await page.locator('[data-card="steps.2"]').waitFor({ state: 'detached' })
    await page.getByLabel('Find a step').fill('hello')
    await page.keyboard.press('Enter')
    const side = page.getByRole('complementary', { name: 'Selected part' })
    // In a low window the menu is as high as there is room, and its first entries stay within reach.
    await page.setViewportSize({ width: 1280, height: 420 })
    await side.getByRole('button', { name: 'Add a step', exact: true }).press('Enter')
    const menu = page.getByRole('menu', { name: 'Add a step' })
    await menu.waitFor()
    await expect.poll(async () => within(await menu.boundingBox(), 420)).toBe(true)
    await page.getByRole('menuitem', { name: 'End', exact: true }).press('Enter')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('[data-card="steps.1"]', { hasText: 'End' }).waitFor()
    await page.getByText('Saved as a draft').waitFor()
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await card('for 3 days').waitFor()
    await page.getByText('Saved as a draft').waitFor()
    await page.close()
  })

  test('several steps are selected, copied as YAML to another tab, pasted from anywhere, moved and taken away, and one history takes it all back', async () => {
    const page = await world.page('/console/journeys/second-look?view=canvas')
    const card = (place: string) => page.locator(`[data-card="${place}"]`)
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await card('steps.1').waitFor()
    await card('steps.0').focus()
    await page.keyboard.press('Shift+ArrowDown')
    await side.getByText('2 steps selected').waitFor()
    await page.keyboard.press('Control+c')
    await page.getByText('2 steps copied').waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-several')

    const other = await page.context().newPage()
    await other.goto(`${world.address}/console/journeys/Autumn%20fair%3A%20Gr%C3%BC%C3%9Fe%20%2F%202027?view=outline`)
    const row = (place: string) => other.locator(`[data-place="${place}"]`)
    await row('steps.0').focus()
    await other.keyboard.press('Control+v')
    await other.locator('[data-place="steps.2"]:focus', { hasText: /[23] days/ }).waitFor()
    await other.getByText('2 steps selected').waitFor()
    await other.keyboard.press('Alt+ArrowUp')
    await other.locator('[data-place="steps.1"]:focus', { hasText: /[23] days/ }).waitFor()
    await row('steps.0').getByText('hello').waitFor()
    await paste(other, 'Dear all, see you there')
    await other.getByRole('alert').getByText('What stands in line 1 is no step.', { exact: false }).waitFor()
    await expectNoSeriousAxe(other)
    await paste(other, '# For those who came.\n- id: thanks\n  wait: 5d\n')
    await other.getByRole('alert').waitFor({ state: 'detached' })
    await other.locator('[data-place="steps.2"]:focus', { hasText: '5 days' }).waitFor()
    // Without keys to hold: each press selects one more.
    await other.getByRole('button', { name: 'Select several steps' }).click()
    await row('steps.1').click()
    await other.getByText('2 steps selected').waitFor()
    await world.picture(other, 'journey-several-outline')
    await other.getByRole('button', { name: 'Delete', exact: true }).click()
    await other.getByText('0 steps selected').waitFor()
    await row('steps.2')
      .filter({ hasText: /[235] days/ })
      .waitFor({ state: 'detached' })

    // In the code the same history goes on: what was typed there, and then what was done by form.
    await other.getByRole('radio', { name: 'Code' }).click()
    const code = other.getByRole('textbox', { name: 'The journey as YAML' })
    await code.click()
    await other.keyboard.press('Control+End')
    // In one go: letters that come slowly are changes of their own.
    await other.keyboard.insertText('# ask sales')
    await other.getByText('# ask sales').waitFor()
    await expectNoSeriousAxe(other)
    await other.keyboard.press('Control+z')
    await other.getByText('# ask sales').waitFor({ state: 'detached' })
    await other.keyboard.press('Control+z')
    await other.getByText('# For those who came.').waitFor()
    await other.keyboard.press('Control+y')
    await other.getByText('# For those who came.').waitFor({ state: 'detached' })
    await other.getByText('Saved as a draft').waitFor()
    await other.close()

    // A box with Shift, and from afar a + below the card that is selected.
    await page.getByRole('button', { name: 'Select none' }).click()
    const [first, last] = [await card('steps.0').boundingBox(), await card('steps.1').boundingBox()]
    if (first === null || last === null) throw new Error('the cards are not in sight')
    await page.keyboard.down('Shift')
    await page.mouse.move(first.x - 20, first.y + 10)
    await page.mouse.down()
    await page.mouse.move(last.x + 40, last.y + 20, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await side.getByText('2 steps selected').waitFor()
    await card('steps.1').focus()
    await page.keyboard.press('Escape')
    for (let time = 0; time < 5; time++) await page.getByRole('button', { name: 'Further away' }).click()
    await card('steps.1').focus()
    await page.keyboard.press('Tab')
    await page.locator('[data-behind="steps.1"]:focus').waitFor()
    await world.picture(page, 'journey-from-afar')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'End', exact: true }).press('Enter')
    await card('steps.2').waitFor()
    const kept = async (): Promise<string> => JSON.stringify(await world.api('GET', '/definitions/file?path=journeys/second-look.yaml'))
    await expect.poll(kept).toContain('end: true')
    await page.getByRole('button', { name: 'Undo' }).click()
    await card('steps.2').waitFor({ state: 'detached' })
    await expect.poll(kept).not.toContain('end: true')
    await page.close()
  })

  test('a draft is tried on somebody made up and on a person, and the canvas shows their way', async () => {
    const page = await world.page('/console/journeys/second-look?view=canvas')
    await page.getByRole('button', { name: 'Try on a person' }).click()
    const side = page.getByRole('complementary', { name: 'Selected part' })
    await side.getByRole('radio', { name: 'Somebody made up' }).click()
    await side.getByRole('button', { name: 'Try', exact: true }).click()
    const way = side.getByRole('list', { name: 'The way, line by line' })
    await way.getByText('Comes to the end').waitFor()
    await way.getByText('At the beginning').first().waitFor()
    await expect.poll(async () => (await way.getByRole('listitem').allInnerTexts()).join('\n')).toMatch(/Waits until \+ 3 days/)
    await page.locator('[data-card]', { hasText: 'for 3 days' }).getByText('2', { exact: true }).waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-walk')
    // Steps are called what their cards say, with the id beside it.
    await way
      .getByRole('button', { name: /^Wait for 3 days \S+$/ })
      .first()
      .click()
    await side.getByRole('radio', { name: 'A person' }).click()
    await side.getByRole('combobox', { name: 'A person' }).fill('nobody-of-that-name')
    await side.getByRole('button', { name: 'Try', exact: true }).click()
    await side.getByText('Nobody has this id.', { exact: false }).waitFor()
    await side.getByRole('button', { name: 'Stop trying' }).click()
    for (const over of ['Here now', 'Time spent', 'Lost between steps', 'Changes since published'])
      await page.getByLabel('Shown on the steps').selectOption(over)
    await page.locator('[data-card]', { hasText: 'for 3 days' }).getByText('changed', { exact: true }).waitFor()
    await expectNoSeriousAxe(page)
    await page.close()
  })

  test('a tab that nobody works in follows a draft that is changed elsewhere, and one with changes of its own asks first and loses none', async () => {
    const path = 'journeys/second-look.yaml'
    const now = async () =>
      (await world.api('GET', `/definitions/file?path=${path}`)) as {
        text: string
        hash: string
        drafted: { text: string } | null
        draft: { revision: number } | null
      }
    const write = async (from: string, to: string): Promise<void> => {
      const { text, drafted, draft } = await now()
      const was = drafted?.text ?? text
      expect(was).toContain(from)
      await world.api('PUT', '/drafts', { path, text: was.replace(from, to), revision: draft?.revision ?? 0 })
    }
    const page = await world.page('/console/journeys/second-look?view=outline')
    const waits = (length: string) => page.getByRole('button', { name: new RegExp(`^Wait .*${length}`) })
    await waits('3 days').waitFor()
    await write('wait: 3d', 'wait: 5d')
    await waits('5 days').waitFor()
    await page.getByRole('status').getByText('has just changed this elsewhere', { exact: false }).waitFor()
    await waits('5 days').click()
    const length = page.getByRole('complementary', { name: 'Selected part' }).getByLabel('How long', { exact: true })
    await length.fill('6')
    await length.press('Enter')
    await waits('6 days').waitFor()
    await page.getByText('has just changed this elsewhere', { exact: false }).waitFor({ state: 'detached' })
    await expect.poll(async () => (await now()).drafted?.text).toContain('wait: 6d')
    await write('wait: 6d', 'wait: 8d')
    const note = page.getByRole('status').filter({ hasText: 'has changed this draft elsewhere since.' })
    await note.waitFor()
    expect(await waits('6 days').count()).toBe(1)
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-elsewhere')
    await note.getByRole('button', { name: 'Take what is there now' }).click()
    await waits('8 days').waitFor()
    await note.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await waits('6 days').waitFor()
    await expect.poll(async () => (await now()).drafted?.text).toContain('wait: 6d')
    await write('wait: 6d', 'wait: 3d')
    await page.close()
  })

  test('a step that an edit takes out stays in sight while people stand there, and leads to them', async () => {
    await world.product.post('/v1/identify', { userId: 'waiting-wanda', traits: { name: 'Wanda Waits' } })
    await world.product.post('/v1/track', { userId: 'waiting-wanda', event: 'Signed Up' })
    const page = await world.page('/console/journeys/second-look?view=canvas')
    await page.locator('[data-card="steps.1"]').getByText('1 here').waitFor()
    await page.locator('[data-card="steps.1"]').focus()
    await page.keyboard.press('Delete')
    const gone = page.getByRole('link', { name: /^wait.*taken out; 1 person still here$/ })
    await gone.waitFor()
    await page.getByText('Saved as a draft').waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, 'journey-taken-out')
    await gone.click()
    // Where they stand is told as the version says it that they are in, and until when they do.
    await page.getByRole('row', { name: /^Wanda Waits .*Wait for \d days wait in \d days/ }).waitFor()
    await page.getByRole('option', { name: /^At Wait for \d days · wait: 1$/ }).waitFor({ state: 'attached' })
    await world.picture(page, 'journey-people')
    // How many stand there leads to them from the results, too.
    await page.goto(`${world.address}/console/journeys/second-look?tab=results`)
    await page
      .getByRole('row', { name: /^Wait for \d days wait / })
      .getByRole('link', { name: '1', exact: true })
      .click()
    await page.getByRole('row', { name: /^Wanda Waits / }).waitFor()
    await page.getByLabel('Can be mailed?').selectOption('Can be mailed')
    await page.getByText('Nobody is here now').waitFor()
    await page.getByLabel('Can be mailed?').selectOption('No address')
    await page.getByRole('link', { name: 'Wanda Waits' }).waitFor()
    await world.picture(page, 'journey-people-at-step')
    // On the page of the person it is called the same.
    await page.getByRole('link', { name: 'Wanda Waits' }).click()
    await page.getByText(/^Wait for \d days wait$/).waitFor()
    await page.getByText(/^There since /).waitFor()
    await world.picture(page, 'person-at-step')
    await page.goto(`${world.address}/console/journeys/second-look?view=outline`)
    await page.getByRole('region', { name: 'Taken out, with people still there' }).getByRole('link').waitFor()
    await page.close()
  })

  test.each(['de', 'ru'] as const)('is read in %s, in the dark and on a phone', async (language) => {
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
    await expect.poll(() => window.getByRole('heading').count()).toBe(1)
    await expectNoSeriousAxe(page)
    await page.close()
  })
})

/** All of it is seen in a window of that height. */
function within(box: { readonly y: number; readonly height: number } | null, height: number): boolean {
  return box !== null && box.y >= 0 && box.y + box.height <= height
}

/** Text from anywhere comes into the page, as by the keys or the menu of the browser. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => {
    const at = globalThis as unknown as {
      DataTransfer: new () => { setData(type: string, text: string): void }
      ClipboardEvent: new (type: string, how: object) => never
      document: { dispatchEvent(event: never): void }
    }
    const clipboardData = new at.DataTransfer()
    clipboardData.setData('text/plain', words)
    at.document.dispatchEvent(new at.ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

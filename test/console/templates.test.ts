// Templates as somebody of the team meets them: a mistake found by its line and mended, people switched, a test sent to oneself, settings and languages, all by
// what is seen and heard.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

const page = `<mjml lang="en">
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text>Hello {{ subscriber.first_name | default: 'you' }}</mj-text>
        <mj-text>{% for item in cart.items %}{{ item.name }} {% endfor %}</mj-text>
      </mj-column>
    </mj-section>
    {% include 'end' %}
  </mj-body>
</mjml>
`
const files = {
  'workspace.yaml':
    'workspace: Shop\nsender: { name: The Shop, address: shop@example.com }\naddress: 1 Market Street, Berlin\npolicy: { consent: opt-out }\ntopics: [{ topic: news, description: News }]\n',
  'templates/hello.yaml':
    '# What comes first.\ntemplate: hello\nsubject: Welcome to the shop # short\nmjml: { file: ./hello.mjml }\ntopic: news\nsamples: { lena: { subscriber: { first_name: Lena }, cart: { items: [], value: 0, count: 0 } } }\n',
  'templates/hello.mjml': page,
  'partials/end.mjml':
    '<mj-section><mj-column><mj-text>{{ workspace.address }} <a data-link="the help page" href="https://shop.example/help?for=readers">Help</a> <a href="{{ unsubscribe_url }}">No more</a></mj-text></mj-column></mj-section>\n',
  'products.yaml':
    'collection: products\ncurrency: EUR\nattributes: { kind: { type: text, find: true } }\nviewed: { event: Product Viewed, id: product_id }\nbought: { event: Order Completed, id: items.product_id }\n',
  'journeys/hello.yaml': 'journey: hello\nenter: [{ on: Product Added }]\nsteps: [{ wait: 1d }, { id: mail, send: hello, utm: { campaign: spring & more } }]\n',
}

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ files })
  const { product } = world
  await product.identify('ada', { email: 'ada@example.com', first_name: 'Ada' })
  await product.identify('bo', { email: 'bo@example.com' })
  for (const who of ['ada', 'bo']) await product.track(who, 'Product Added', { product_id: 'mug', name: `Mug of ${who}`, price: 24 })
  await world.product.settle()
})
afterAll(() => world?.close())

/** Drafts of one test are no other's. */
afterEach(async () => {
  const { files: known } = (await world.api('GET', '/definitions')) as { files: readonly { path: string; draft: object | null }[] }
  const paths = known.flatMap(({ path, draft }) => (draft === null ? [] : [path]))
  if (paths.length > 0) await world.api('POST', '/drafts/discard', { paths })
})

/** Other work on the machine must not make a page late. */
async function open(path: string, look?: Parameters<ConsoleWorld['page']>[1]): Promise<Page> {
  const at = await world.page(path, look)
  return at
}

const mail = (at: Page, title = 'The mail on a wide screen') => at.frameLocator(`iframe[title="${title}"]:not([aria-hidden])`)

test('a failing template: the problem leads to its line, mending it mends the mail, the draft is kept, and then it is published', async () => {
  const at = await open('/console/templates')
  // What is written is asked for while the page itself is on its way.
  let bringPage = (): void => undefined
  const isBrought = new Promise<void>((resolve) => {
    bringPage = resolve
  })
  await at.route('**/assets/template-*', async (route) => {
    await isBrought
    await route.continue()
  })
  const asked = at.waitForRequest((request) => request.url().endsWith('hello.mjml'))
  await at.getByRole('link', { name: 'hello' }).click()
  await asked
  bringPage()
  await mail(at).getByText('Hello Lena').waitFor()
  await at.getByText('No problems').waitFor()
  await at.getByRole('tab', { name: 'MJML' }).click()
  await expectNoSeriousAxe(at)
  const editor = at.getByRole('textbox', { name: 'MJML' })
  const write = async (text: string): Promise<void> => {
    await editor.press('Control+a')
    await at.keyboard.insertText(text)
  }
  await write(page.replace('<mj-column>', '<mj-column>\n<mj-txt>Oh</mj-txt>'))
  const problems = at.getByRole('region', { name: 'Problems' })
  await problems.getByText('there is no element <mj-txt> here').waitFor()
  await at.getByText('Draft kept').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-problems')
  await at.getByRole('tab', { name: 'Settings' }).click()
  await problems.getByRole('button', { name: /^Error: There is no element/ }).click()
  await editor.waitFor()
  await at.getByRole('tab', { name: 'MJML', selected: true }).waitFor()
  await write(page.replace('<mj-column>', '<mj-column><mj-text>{{ subscriber.nickname }}</mj-text>'))
  await problems.getByText('there is no subscriber.nickname here').waitFor()
  await write(page.replace('Hello', 'Good day'))
  await at.getByText('No problems').waitFor()
  await mail(at).getByText('Good day Lena').waitFor()
  await at.getByText('Draft kept').waitFor()
  await at.getByText('changed', { exact: true }).waitFor()
  // A draft is beside the file, which is as it was.
  expect(readFileSync(join(world.product.definitions, 'templates/hello.mjml'), 'utf8')).toBe(page)
  await at.getByRole('tab', { name: 'Changes' }).click()
  await at.getByRole('heading', { name: 'templates/hello.mjml' }).waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-changes')
  await at.getByRole('button', { name: 'Publish' }).click()
  const dialog = at.getByRole('dialog', { name: 'Publish hello?' })
  await dialog.getByText('hello', { exact: true }).waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-publish')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await at.getByText('hello is in force as written.').waitFor()
  await at.getByText('published', { exact: true }).waitFor()
  await world.product.settle()
  expect(readFileSync(join(world.product.definitions, 'templates/hello.mjml'), 'utf8')).toContain('Good day')
  await at.close()
})

test('a mail is built from blocks: words with a placeholder, a button, a list of products, a place for each by pointer and by keyboard, and one block only for some', async () => {
  const at = await open('/console/templates/hello')
  const blocks = at.getByRole('list', { name: 'Blocks' })
  await blocks.getByRole('button', { name: /^Text .*\[first name\]$/ }).click()
  const words = blocks.getByRole('textbox', { name: 'Text' })
  await words.getByText('first name').waitFor()
  await words.press('Control+Home')
  await at.keyboard.type('Oh & ')
  await mail(at)
    .getByText(/Oh & .* Lena/)
    .waitFor()
  await at.getByRole('button', { name: 'Insert a placeholder', exact: true }).click()
  const chooser = at.getByRole('dialog', { name: 'Insert a placeholder' })
  await chooser.getByRole('combobox', { name: 'What' }).fill('workspace.sender')
  await chooser.getByRole('option', { name: /workspace\.sender/ }).click()
  await expectNoSeriousAxe(at)
  await chooser.getByRole('button', { name: 'Insert' }).click()
  await mail(at)
    .getByText(/Oh & The Shop.* Lena/)
    .waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-blocks')
  await blocks.getByRole('button', { name: 'Add a block' }).first().click()
  await at.getByRole('menuitem', { name: 'Button' }).press('Enter')
  // Whoever works by keyboard goes on in the words of the new block, which wait to be replaced; and the mail stays beside what is changed further down.
  const replaced = () => at.evaluate<string>(`document.activeElement?.closest('[data-form]') == null ? 'elsewhere' : String(getSelection())`)
  await expect.poll(replaced).toBe('See more')
  await at.evaluate('scrollTo(0, document.body.scrollHeight)')
  const shown = async () => (await at.getByRole('region', { name: 'Preview', exact: true }).boundingBox())?.y ?? -1
  await expect.poll(shown).toBeGreaterThan(0)
  await blocks.getByRole('textbox', { name: 'Link to' }).fill('https://shop.example/?a=1&b=2')
  await mail(at).getByRole('link', { name: 'See more' }).waitFor()
  await blocks.getByRole('button', { name: 'Add a block' }).first().click()
  await at.getByRole('menuitem', { name: 'Products' }).click()
  // What is recommended is chosen, not written; what it takes stands among the settings of the template.
  const list = blocks.getByRole('combobox', { name: 'From' })
  await list.selectOption('Picked from the catalogue …')
  const pick = at.getByRole('dialog', { name: 'Picked from the catalogue' })
  await pick.getByRole('combobox', { name: 'Which items' }).selectOption('What is looked at together with …')
  await pick.getByRole('combobox', { name: 'Together with' }).selectOption('what the reader looked at last')
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-picks')
  await pick.getByRole('button', { name: 'Done' }).click()
  await mail(at).getByText('€19.90').waitFor()
  await blocks.getByRole('button', { name: 'Change what is picked' }).click()
  await pick.getByRole('checkbox', { name: 'Send no mail where nothing is found' }).click()
  await pick.getByRole('button', { name: 'Done' }).click()
  await at.getByRole('tab', { name: 'Settings' }).click()
  const looked = at.getByRole('group', { name: 'Looked up in the catalogue' })
  await looked.getByText('What is looked at together with what the reader looked at last').waitFor()
  await looked.getByRole('button', { name: 'Take picked away' }).click()
  await looked.getByRole('button', { name: 'Take last_viewed away' }).click()
  await looked.waitFor({ state: 'detached' })
  await at.getByRole('tab', { name: 'Blocks' }).click()
  await blocks.getByRole('button', { name: 'Products', exact: true }).click()
  await list.selectOption('The cart')
  await blocks.getByRole('checkbox', { name: 'With quantities' }).click()
  await at.getByRole('combobox', { name: 'Shown with' }).selectOption({ label: 'Ada' })
  await mail(at).getByText('€24.00').waitFor()
  await blocks.getByRole('checkbox', { name: 'With prices' }).click()
  await mail(at).getByText('€24.00').waitFor({ state: 'detached' })
  await world.picture(at, 'template-blocks-products')
  // By keyboard the button goes up above both texts, and stays in hand.
  const handle = blocks.getByRole('button', { name: 'Move Button: See more' })
  await handle.focus()
  for (const _ of [1, 2]) {
    await at.keyboard.press('ArrowUp')
    await at.getByText('Moved up.').waitFor()
    await expect.poll(() => handle.and(at.locator(':focus')).count()).toBe(1)
  }
  const order = async () =>
    (await blocks.locator('button[aria-expanded]:not([aria-haspopup]) .font-medium').allInnerTexts()).filter((line) => line !== 'Section')
  await expect.poll(order).toEqual(['Button', 'Text', 'Text', 'Products', 'Shared part'])
  // By pointer it goes behind the products.
  const from = await handle.boundingBox()
  const to = await blocks.getByRole('button', { name: 'Products', exact: true }).boundingBox()
  if (from === null || to === null) throw new Error('They are not in sight.')
  await at.mouse.move(from.x + 5, from.y + 5)
  await at.mouse.down()
  await at.mouse.move(to.x + 40, to.y + to.height + 6, { steps: 4 })
  await world.picture(at, 'template-blocks-drag')
  await at.mouse.up()
  await expect.poll(order).toEqual(['Text', 'Text', 'Products', 'Button', 'Shared part'])
  await at.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(order).toEqual(['Button', 'Text', 'Text', 'Products', 'Shared part'])
  await blocks.getByRole('button', { name: 'More for Products' }).click()
  await at.getByRole('menuitem', { name: 'Show only if' }).click()
  const condition = at.getByRole('dialog', { name: 'Show only if' })
  await condition.getByRole('combobox', { name: 'Depends on' }).selectOption('A value')
  await condition.getByRole('combobox', { name: 'What' }).fill('cart.items.size')
  await expectNoSeriousAxe(at)
  await condition.getByRole('button', { name: 'Done' }).click()
  await blocks.getByRole('button', { name: 'Only if there is cart.items.size' }).waitFor()
  await at.getByText('Draft kept').waitFor()
  await blocks.getByRole('button', { name: 'More for Button' }).click()
  await at.getByRole('menuitem', { name: 'Show only if' }).click()
  await condition.getByRole('combobox', { name: 'Depends on' }).selectOption('A condition')
  await condition.getByLabel('Name').fill('regulars')
  await condition.getByRole('button', { name: 'Add condition' }).click()
  await condition.getByRole('combobox', { name: 'Event' }).fill('Product Added')
  await at.getByRole('option', { name: /Product Added/ }).click()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-blocks-condition-builder')
  await condition.getByRole('button', { name: 'Done' }).click()
  await blocks.getByRole('button', { name: 'Only if regulars' }).waitFor()
  const settings = async () =>
    ((await world.api('GET', '/definitions/file?path=templates/hello.yaml')) as { drafted: { text: string } | null }).drafted?.text ?? ''
  await expect.poll(settings).toMatch(/conditions:\n {2}regulars:/)
  await at.getByText('Draft kept').waitFor()
  await world.picture(at, 'template-blocks-condition')
  const { drafted } = (await world.api('GET', '/definitions/file?path=templates/hello.mjml')) as { drafted: { text: string } }
  expect(drafted.text).toMatch(/<mj-text>Oh &amp; \{\{ workspace\.sender \}\}[\w ]+ \{\{ subscriber\.first_name \| default: 'you' \}\}<\/mj-text>\n/)
  expect(drafted.text).toContain('{% if cart.items.size %}\n')
  expect(drafted.text).toContain("    {% include 'end' %}\n  </mj-body>")
  await at.getByText('No problems').waitFor()
  await at.close()
})

test('a new template begins as a design, in blocks, and its subject reads as words in the list', async () => {
  const at = await open('/console/templates')
  await at.getByRole('button', { name: 'New template' }).click()
  const dialog = at.getByRole('dialog', { name: 'New template' })
  await dialog.getByLabel('Name').fill('thanks')
  await dialog.getByLabel('Subject').fill("Thank you, {{ subscriber.first_name | default: 'you' }}")
  await dialog.getByRole('radio', { name: 'Products' }).click()
  await expectNoSeriousAxe(at)
  // Its buttons are in sight whatever stands above them.
  await at.setViewportSize({ width: 1280, height: 800 })
  expect((await dialog.getByRole('button', { name: 'Create' }).boundingBox())?.y).toBeLessThan(760)
  await world.picture(at, 'template-new')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await at
    .getByRole('list', { name: 'Blocks' })
    .getByRole('button', { name: /^Heading Still thinking it over/ })
    .waitFor()
  await mail(at).getByText('Still thinking it over?').waitFor()
  await world.picture(at, 'template-design')
  await at.getByRole('main').getByRole('link', { name: 'Templates' }).click()
  await at.getByText('Thank you, [first name]').waitFor()
  await at.close()
})

test('arrow keys go from person to person, each with an event of theirs; wide, on a phone, in the dark, as text', async () => {
  const at = await open('/console/templates/hello')
  const shownWith = at.getByRole('combobox', { name: 'Shown with' })
  await shownWith.selectOption({ label: 'Ada' })
  await mail(at).getByText('Mug of ada').waitFor()
  // One mail scrolls in itself, and what is around it does not scroll as well.
  const around = at.getByRole('region', { name: 'Mail', exact: true })
  expect(await around.evaluate((it: { scrollHeight: number; clientHeight: number }) => it.scrollHeight > it.clientHeight)).toBe(false)
  await at.getByRole('combobox', { name: 'Event' }).waitFor()
  await shownWith.selectOption({ label: 'bo@example.com' })
  await mail(at).getByText('Mug of bo').waitFor()
  await expect.poll(() => new URL(at.url()).searchParams.get('with')).toMatch(/^p:#\d+$/)
  await shownWith.selectOption({ label: 'Somebody else …' })
  await at.getByRole('textbox', { name: 'User ID or mail address' }).fill('ada@example.com')
  await at.keyboard.press('Enter')
  await mail(at).getByText('Mug of ada').waitFor()
  await at.getByRole('tab', { name: 'Phone' }).click()
  await mail(at, 'The mail on a phone').getByText('Mug of ada').waitFor()
  await at.getByRole('tab', { name: 'Links' }).click()
  const links = at.getByRole('tabpanel', { name: 'Links' })
  await links.getByText('As step “mail” of “hello” sends it.').waitFor()
  const help = links.getByRole('listitem').filter({ hasText: 'the help page' })
  await help.getByText('https://shop.example/help?for=readers').waitFor()
  await help.getByText('utm_campaign').waitFor()
  await help.getByText('spring & more').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-links')
  await at.getByRole('tab', { name: 'All' }).click()
  await mail(at, 'The mail in the dark').getByText('Mug of ada').waitFor()
  await at.getByRole('region', { name: 'Mail', exact: true }).locator('pre').getByText('Mug of ada').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-all')
  await at.close()
})

test('a test goes to an address and says so; what is refused says why', async () => {
  const at = await open('/console/templates/hello')
  await mail(at).getByText(/Lena/).waitFor()
  await at.getByRole('button', { name: 'Send a test' }).click()
  const dialog = at.getByRole('dialog', { name: 'Send a test' })
  await dialog.getByLabel('To').fill('me@example.com')
  await expectNoSeriousAxe(at)
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await at.getByText('The test is on its way to me@example.com.').waitFor()
  const sent = (await world.product.mails()).find(({ to }) => to === 'me@example.com')
  expect(sent?.subject).toBe('[Test] Welcome to the shop')
  await at.close()
})

test('settings are fields over the file: comments stay, an empty line falls back, a language is added', async () => {
  const at = await open('/console/templates/hello?tab=settings')
  const preheader = at.getByLabel('Preview line', { exact: false }).first()
  await preheader.fill('Come in')
  await at.getByText('Come in', { exact: true }).waitFor()
  await at.getByText('Draft kept').waitFor()
  await at.getByLabel('Another language').fill('german')
  await at.getByRole('button', { name: 'Add' }).click()
  await at.getByText('Write the short form of a language, such as de, fr or pt-BR.').waitFor()
  await at.getByLabel('Another language').fill('de')
  await at.getByRole('button', { name: 'Add' }).click()
  // What is not said in its own words yet is told, until it is.
  const problems = at.getByRole('region', { name: 'Problems' })
  await problems.getByText('German has no subject of its own: its readers get everybody’s.').waitFor()
  await problems.getByText('What is written in German is still the copy it began as.').waitFor()
  await at.getByRole('group', { name: 'In German' }).getByLabel('Subject').fill('Willkommen')
  await problems.getByText('German has no subject').waitFor({ state: 'detached' })
  await at.getByText('Draft kept').waitFor()
  await at.getByRole('combobox', { name: 'Language' }).selectOption('de')
  await at.getByText('Willkommen', { exact: true }).waitFor()
  // A test goes out in each language at once: everybody's, and what was written in German a moment ago.
  await at.getByRole('button', { name: 'Send a test' }).click()
  const testing = at.getByRole('dialog', { name: 'Send a test' })
  await testing.getByLabel('To').fill('each@example.com')
  await testing.getByLabel('In each language').check()
  await testing.getByText('English · German').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-test-languages')
  await testing.getByRole('button', { name: 'Send', exact: true }).click()
  await at.getByText('2 tests are on their way to each@example.com.').waitFor()
  const tests = (await world.product.mails()).filter(({ to }) => to === 'each@example.com')
  expect(tests.map(({ subject }) => subject).sort()).toEqual(['[Test] Welcome to the shop', '[Test] Willkommen'])
  await at.getByLabel('Web analytics').selectOption('Parameters of its own')
  await at.getByLabel('utm_campaign').fill('winter')
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-settings')
  const kept = async (): Promise<string> => JSON.stringify(await world.api('GET', '/definitions/file?path=templates/hello.yaml'))
  await expect.poll(kept).toContain('campaign: winter')
  await at.getByLabel('Web analytics').selectOption('None')
  await expect.poll(kept).toContain('utm: false')
  const { drafted } = (await world.api('GET', '/definitions/file?path=templates/hello.yaml')) as { drafted: { text: string } }
  expect(drafted.text).toContain('# What comes first.\n')
  expect(drafted.text).toContain('subject: Welcome to the shop # short\n')
  expect(drafted.text).toMatch(/preheader: Come in\n[\s\S]*de:\n[\s\S]*\n\s+subject: Willkommen/)
  // Its page is a copy that says in which language it is, and whoever opens it sees the mail in that language.
  const copy = (await world.api('GET', '/definitions/file?path=templates/hello.de.mjml')) as { drafted: { text: string } }
  expect(copy.drafted.text).toMatch(/^<mjml lang="de">\n/)
  await at.getByRole('combobox', { name: 'Language' }).selectOption('')
  await at.getByText('Welcome to the shop', { exact: true }).waitFor()
  await at.getByRole('tab', { name: 'MJML' }).click()
  await at.getByRole('combobox', { name: 'Part' }).selectOption('In German')
  await at.getByText('Willkommen', { exact: true }).waitFor()
  await expect.poll(() => at.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('de')
  // A shared part is written in that language too, and stands in its page alone.
  await at.getByRole('combobox', { name: 'Part' }).selectOption('end.mjml')
  await at.getByRole('button', { name: 'Write it in German' }).click()
  await expect.poll(() => new URL(at.url()).searchParams.get('file')).toBe('partials/end.de.mjml')
  await expect.poll(() => at.getByRole('textbox', { name: 'MJML' }).textContent()).toContain('No more')
  await at.getByRole('textbox', { name: 'MJML' }).press('Control+a')
  await at.keyboard.insertText(
    '<mj-section><mj-column><mj-text>{{ workspace.address }} <a href="{{ unsubscribe_url }}">Abmelden</a></mj-text></mj-column></mj-section>',
  )
  await mail(at).getByRole('link', { name: 'Abmelden' }).waitFor()
  await at.getByRole('combobox', { name: 'Language' }).selectOption('')
  await mail(at).getByRole('link', { name: 'No more' }).waitFor()
  await at.getByText('Draft kept').waitFor()
  await at.getByRole('tab', { name: 'Settings' }).click()
  // Somebody else discards the page of German at the same moment, a little faster: it is gone, and nothing is wrong.
  await at.route('**/drafts/discard', async (route) => {
    await world.api('POST', '/drafts/discard', route.request().postDataJSON())
    await route.continue()
  })
  const discarded = at.waitForResponse('**/drafts/discard')
  await at.getByRole('button', { name: 'Remove German' }).click()
  expect((await discarded).status()).toBe(404)
  await at.getByRole('group', { name: 'In German' }).waitFor({ state: 'detached' })
  await expect.poll(kept).not.toContain('Willkommen')
  // Its page, which was never published, goes as well.
  const listed = async (): Promise<string> => JSON.stringify(await world.api('GET', '/definitions'))
  await expect.poll(listed).not.toContain('hello.de.mjml')
  await at.getByText('Draft kept').waitFor()
  await at.close()
})

test('a viewer reads and tries, and is told why nothing can be written; on a phone, in the dark, in German and Russian', async () => {
  const viewer = await open('/console/templates/hello', { role: 'viewer', width: 390, height: 844, dark: true })
  await viewer.getByText('Your role is viewer').first().waitFor()
  await viewer.getByRole('button', { name: /^Text .*\[first name\]$/ }).waitFor()
  await mail(viewer).getByText(/Lena/).waitFor()
  await expectNoSidewaysScroll(viewer)
  await expectNoSeriousAxe(viewer)
  await world.picture(viewer, 'template-phone-dark')
  await viewer.close()
  for (const [language, title] of [
    ['de', 'Vorlagen'],
    ['ru', 'Шаблоны'],
  ] as const) {
    const at = await open('/console/templates', { language })
    await at.getByRole('heading', { name: title, level: 1 }).waitFor()
    await at.getByRole('link', { name: 'hello' }).waitFor()
    await world.picture(at, `templates-${language}`)
    await at.close()
  }
})

test('what it said before: two versions side by side, and one brought back as a draft', async () => {
  const at = await open('/console/templates/hello')
  // The way to the subject stands beside it, whichever part is being written.
  await at.getByRole('button', { name: 'Change what the inbox shows' }).click()
  await at.getByRole('tab', { name: 'Settings', selected: true }).waitFor()
  const subject = at.getByLabel('Subject').first()
  await subject.fill('Another welcome')
  await at.getByText('Draft kept').waitFor()
  await at.getByRole('button', { name: 'Publish …' }).click()
  await at.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await expect
    .poll(async () => ((await world.api('GET', '/templates/hello/versions')) as { versions: { subject: string }[] }).versions[0]?.subject)
    .toBe('Another welcome')
  await at.goto(at.url().replace(/\?.*|$/, '?tab=versions'))
  const versions = at.getByRole('list', { name: 'Versions' })
  await versions.getByText('Another welcome').waitFor()
  await versions.getByText(/changed: Subject/).waitFor()
  await world.picture(at, 'template-versions')
  await versions.getByRole('button', { name: 'Compare version 1' }).click()
  const dialog = at.getByRole('dialog')
  await dialog.getByRole('region', { name: 'Version 1' }).getByText('Welcome to the shop').waitFor()
  await dialog.getByRole('region', { name: 'As it is written now' }).getByText('Another welcome').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-compare-mails')
  // Each mail is one stop of the keyboard, and what comes behind them is the window's own, which a frame without anything behind it would leave.
  await dialog.getByRole('combobox', { name: 'Right side' }).focus()
  const done = dialog.getByRole('button', { name: 'Done' })
  for (const name of ['Version 1', 'As it is written now']) {
    await at.keyboard.press('Tab')
    await expect.poll(() => at.evaluate<string>('document.activeElement.title')).toBe(name)
  }
  await at.keyboard.press('Tab')
  await expect.poll(() => done.evaluate((one) => one.matches(':focus'))).toBe(true)
  await dialog.getByRole('radio', { name: 'Texts' }).click()
  await dialog.getByRole('region', { name: 'Settings' }).getByText('Another welcome').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-compare-texts')
  await at.setViewportSize({ width: 390, height: 844 })
  await dialog.getByRole('radio', { name: 'Mails' }).click()
  await dialog.getByRole('region', { name: 'Version 1' }).getByText('Welcome to the shop').waitFor()
  await expectNoSidewaysScroll(at)
  await world.picture(at, 'template-compare-phone')
  await at.setViewportSize({ width: 1440, height: 900 })
  await done.click()
  await versions.getByRole('button', { name: 'Bring back version 1' }).click()
  await at.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click()
  await at.getByText('Draft kept').waitFor()
  await at.getByRole('tab', { name: 'Settings' }).click()
  await expect.poll(() => subject.inputValue()).toBe('Welcome to the shop')
  // Nobody has typed since: what is written elsewhere is shown, in the field and in the mail.
  const { file: path } = (await world.api('GET', '/templates/hello')) as { file: string }
  const { drafted, draft } = (await world.api('GET', `/definitions/file?path=${path}`)) as { drafted: { text: string }; draft: { revision: number } }
  await world.api('PUT', '/drafts', { path, text: drafted.text.replace('Welcome to the shop', 'Come in'), revision: draft.revision })
  await expect.poll(() => subject.inputValue()).toBe('Come in')
  await at.getByRole('status').filter({ hasText: 'has just changed this elsewhere' }).waitFor()
  await at.getByRole('main').getByText('Come in', { exact: true }).first().waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'template-elsewhere')
  await at.close()
})

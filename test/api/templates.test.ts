// The doors of templates at a server that runs: lists, texts, previews of what is not saved, tests of drafts, and what real people lack.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'

let app: App
let folder: string
const adminKey = 'an-admin-key-for-the-test-of-templates'
const reminder = 'templates/cart-reminder.mjml'

// biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<{ readonly status: number; readonly answer: any }> {
  const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, answer: await response.json() }
}

const preview = async (template: string, body: object = {}) => (await ask('POST', `/templates/${template}/preview`, body)).answer

const source = (): string => readFileSync(join(folder, 'shop', reminder), 'utf8')

/** The line of a text, from 1. */
const lineOf = (text: string, words: string): number => text.slice(0, text.indexOf(words)).split('\n').length

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-templates-'))
  cpSync('examples/shop', join(folder, 'shop'), { recursive: true })
  writeFileSync(
    join(folder, 'shop', 'named.yaml'),
    [
      'journey: named',
      'enter: [{ on: Signed Up }]',
      'steps: [{ id: hello, send: named }]',
      '---',
      'template: named',
      'subject: Hi {{ subscriber.first_name }}',
      'topic: reminders',
      'html: |',
      '  <p>{{ subscriber.city | default: "Hi" }} {{ workspace.address }} <a href="{{ unsubscribe_url }}">no</a></p>',
      '---',
      'journey: marked',
      'enter: [{ on: Marked }]',
      'utm: { campaign: winter }',
      'steps: [{ id: first, wait: 1d }, { id: second, send: marked-mail, utm: { source: step } }]',
      '---',
      'template: marked-mail',
      'subject: Hi',
      'topic: reminders',
      'html: \'<p>{{ workspace.address }} <a href="https://shop.example/">x</a> <a href="{{ unsubscribe_url }}">no</a></p>\'',
    ].join('\n'),
  )
  app = await startApp(
    readConfiguration({
      ONCUE_DATA: join(folder, 'data'),
      ONCUE_DEFINITIONS: join(folder, 'shop'),
      ONCUE_DEMO: 'false',
      PORT: '0',
      ONCUE_LOG_LEVEL: 'silent',
      ONCUE_ADMIN_KEYS: adminKey,
    }),
  )
  const post = (path: string, body: object) =>
    fetch(`${app.address}/v1/${path}`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }, body: JSON.stringify(body) })
  for (const userId of ['ada', 'bo', 'cy', 'di', 'eve']) {
    const traits = { email: `${userId}@example.com`, ...(userId === 'ada' ? { first_name: 'Ada', locale: 'de' } : {}) }
    await post('identify', { userId, traits })
  }
  const added = { cart_id: 'c-7', product_id: 'mug', name: 'Everyday mug', price: 24, quantity: 2 }
  await post('track', { userId: 'ada', event: 'Product Added', properties: added })
  await app.runtime.settle()
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the list', () => {
  test('says of each template where it is, what sends it and whether it is in force as written', async () => {
    const { answer } = await ask('GET', '/templates')
    const one = answer.templates.find(({ template }: { template: string }) => template === 'cart-reminder')
    expect(one).toMatchObject({ kind: 'mjml', topic: 'reminders', state: 'in force', isEditable: true, file: 'templates/cart.yaml', line: 2 })
    expect(one.journeys).toEqual([{ journey: 'abandoned-cart', steps: expect.arrayContaining(['remind']) }])
    expect(one.numbers).toEqual({ sent: 0, opened: 0, clicked: 0, lastSentAt: null })
    // No journey sends the question of a double opt-in, and yet it goes out.
    const asking = answer.templates.filter(({ confirms }: { confirms: boolean }) => confirms)
    expect(asking).toMatchObject([{ template: 'confirm-address', journeys: [] }])
    expect(answer.templates.filter(({ state }: { state: string }) => state !== 'in force')).toEqual([])
  })

  test('leads to one with the texts of its files and the partials', async () => {
    const { answer } = await ask('GET', '/templates/cart-offer')
    expect(answer).toMatchObject({ index: 1, written: { subject: '10 % off what is in your cart', mjml: { file: './cart-offer.mjml' } } })
    expect(answer.parts.map(({ part, file, isInline }: Record<string, unknown>) => [part, file, isInline])).toEqual([
      ['mjml', 'templates/cart-offer.mjml', false],
      ['text', 'templates/cart-offer.txt', false],
    ])
    expect(answer.partials.map(({ file }: { file: string }) => file)).toContain('partials/footer.mjml')
    expect((await ask('GET', '/templates/nothing')).status).toBe(404)
  })
})

describe('a preview', () => {
  test('is the mail as a reader would get it: by sample, and for a real person with an event of theirs', async () => {
    const sample = await preview('cart-reminder')
    expect(sample.problems).toEqual([])
    expect(sample.mail).toMatchObject({
      subject: 'Your cart is still here',
      clippedAtBytes: 102 * 1024,
      preheader: expect.stringMatching(/^4 \S+, kept as you left them\.$/),
    })
    const second = sample.facts.cart.items[1].name
    expect(sample.mail.text).toContain(second)
    expect(sample.mail.bytes).toBeGreaterThan(sample.mail.html.length)
    // In its frame nothing can be pressed, so the keyboard stops at none of its links.
    const page = await (await fetch(`${app.address}${sample.page}`)).text()
    expect(page).toMatch(/<html tabindex="0"[^>]*>[\s\S]*<style>:root:focus-visible\{outline:/)
    const links = page.match(/<a\s[^>]*>/g) ?? []
    expect(links.length).toBeGreaterThan(2)
    expect(links.filter((link) => !link.startsWith('<a tabindex="-1" '))).toEqual([])
    const person = await preview('cart-reminder', { as: 'ada@example.com' })
    expect(person.subscriber).toBeGreaterThan(0)
    expect(person.facts.cart.items).toMatchObject([{ name: 'Everyday mug', quantity: 2 }])
    expect(person.mail.text).toMatch(/Everyday mug/)
    expect(person.mail.text).not.toContain(second)
    const { answer } = await ask('GET', '/templates/cart-reminder/people')
    const ada = answer.people.find(({ userId }: { userId: string }) => userId === 'ada')
    expect(ada).toMatchObject({
      label: 'Ada',
      why: 'could get it',
      events: [
        { name: 'Product Added', isTrigger: true },
        { name: 'Identified', isTrigger: false },
      ],
    })
    const { facts } = await preview('cart-reminder', { as: 'ada', event: ada.events[0].event })
    expect(facts.trigger).toMatchObject({ cart_id: 'c-7' })
    // An event of somebody else is nobody's business here.
    const { facts: others } = await preview('cart-reminder', { as: 'bo', event: ada.events[0].event })
    expect(others.trigger).toEqual({})
  })

  test('says where each link leads, with the UTM parameters of its step, template, journey and workspace', async () => {
    const links = async (template: string, files: object) => (await preview(template, { files })).mail.links
    expect(await links('named', {})).toEqual([])
    const page = (more: string) =>
      `template: named\nsubject: Hi\ntopic: reminders\n${more}html: '<p>{{ workspace.address }} <a data-link="hero" href="https://shop.example/?a=1">x</a> <a href="{{ unsubscribe_url }}">no</a></p>'\ntext: 'See https://shop.example/help. {{ workspace.address }} {{ unsubscribe_url }}'\n`
    const help = { target: 'https://shop.example/help', name: null }
    expect(await links('named', { 'named.yaml': page('') })).toEqual([{ target: 'https://shop.example/?a=1', name: 'hero' }, help])
    const marked = await links('named', { 'named.yaml': page('utm: { content: mine }\n') })
    expect(marked[0].target).toBe('https://shop.example/?a=1&utm_source=Fell%20%26%20Fjord&utm_medium=email&utm_campaign=named&utm_content=mine')
    expect((await preview('named')).mail.sentBy).toEqual({ journey: 'named', step: 'hello' })
    const { mail } = await preview('marked-mail')
    expect(mail.sentBy).toEqual({ journey: 'marked', step: 'second' })
    expect(mail.links[0].target).toBe('https://shop.example/?utm_source=step&utm_medium=email&utm_campaign=winter&utm_content=marked-mail')
  })

  test('shows what is not saved, in files, partials and definitions, and leaves the files alone', async () => {
    const before = source()
    const files = {
      [reminder]: `<mjml><mj-body>{% include 'words' %}</mj-body></mjml>`,
      'partials/words.mjml':
        '<mj-section><mj-column><mj-text>Hi {{ subscriber.first_name | default: "you" }}, {{ workspace.address }} <a href="{{ unsubscribe_url }}">out</a></mj-text></mj-column></mj-section>',
    }
    const { mail, problems } = await preview('cart-reminder', { files, as: 'ada' })
    expect(problems).toEqual([])
    expect(mail.html).toContain('Hi Ada')
    expect(source()).toBe(before)
    const drafted = 'template: brand-new\nsubject: Hello {{ subscriber.first_name }}\nhtml: <p>Hi</p>\ntopic: remindrs\n'
    const fresh = await preview('brand-new', { files: { 'templates/new.yaml': drafted }, as: 'bo' })
    expect(fresh.problems.map(({ code, file, line, part }: Record<string, unknown>) => [code, file, line, part])).toEqual([
      ['template/missing-field', 'templates/new.yaml', 2, 'subject'],
      ['marketing.unsubscribe', 'templates/new.yaml', 3, 'html'],
      ['marketing.address', 'templates/new.yaml', 3, 'html'],
      ['name/unknown-topic', 'templates/new.yaml', 4, null],
    ])
    expect(fresh.problems[0].inPart).toEqual({ line: 1, column: 10 })
    expect(fresh.problems[3].fix).toBe('did you mean reminders?')
    const stray = await preview('cart-reminder', { files: { '../outside.mjml': 'x', 'templates/cart.yaml': null } })
    expect(stray.title).toBe('There is nothing here')
  })

  test('names every mistake with file, line and column, and what to do', async () => {
    const broken = source().replace('</mj-section>', '<mj-txt></mj-txt></mj-section>')
    const { mail, page, problems } = await preview('cart-reminder', { files: { [reminder]: broken } })
    expect([mail, page]).toEqual([null, null])
    expect(problems[0]).toMatchObject({
      severity: 'error',
      file: reminder,
      line: lineOf(broken, '<mj-txt>'),
      part: 'mjml',
      message: expect.stringContaining('<mj-txt>'),
    })
    const asking = source().replace(
      '<mj-text',
      '<mj-text>{{ subscriber.last_name }} and {{ trigger.shelf.name }}{% if subscriber.vip %}{{ subscriber.vip }}{% endif %}</mj-text><mj-text',
    )
    const missing = await preview('cart-reminder', { files: { [reminder]: asking }, as: 'bo' })
    const found = missing.problems.filter(({ code }: { code: string }) => code === 'template/missing-field')
    expect(found.map(({ message, line, fix }: Record<string, unknown>) => [message, line, fix])).toEqual([
      [expect.stringContaining('no subscriber.last_name'), lineOf(asking, '{{ subscriber.last_name'), expect.stringContaining("| default: '...'")],
      [expect.stringContaining('no trigger.shelf'), lineOf(asking, '{{ trigger.shelf'), expect.stringContaining('{% if')],
    ])
    expect(missing.mail).not.toBeNull()
  })

  test('warns of what Outlook cannot show, of pictures without words, and of more than Gmail shows', async () => {
    const heavy = source().replace('<mj-text', `<mj-text><p style="display:flex"><img src="pic.png">${'long words '.repeat(12_000)}</p></mj-text><mj-text`)
    const { problems, mail } = await preview('cart-reminder', { files: { [reminder]: heavy } })
    expect(problems.map(({ code, severity }: Record<string, unknown>) => `${severity} ${code}`).sort()).toEqual([
      'warning mail/outlook-layout',
      'warning mail/picture-words',
      'warning mail/relative',
      'warning mail/size',
    ])
    expect(mail.bytes).toBeGreaterThan(mail.clippedAtBytes)
  })

  test('takes facts that somebody wrote, and a language', async () => {
    const data = {
      subscriber: { first_name: 'Lena' },
      cart: { items: [{ product: 'bowl', name: 'Breakfast bowl', quantity: 1, price: 32 }], value: 32, count: 1 },
    }
    expect((await preview('cart-reminder', { data })).mail.text).toContain('Breakfast bowl')
    expect((await ask('POST', '/templates/cart-reminder/preview', { data: { shoes: 1 } })).status).toBe(400)
    expect((await ask('POST', '/templates/cart-reminder/preview', { as: 'nobody-here' })).status).toBe(404)
    const german = 'template: hi\nsubject: Hello\nhtml: <p>Hello</p>\nlocales: { de: { subject: Hallo, html: <p>Guten Tag</p> } }\n'
    const files = { 'templates/hi.yaml': german }
    expect(await preview('hi', { files, as: 'ada' })).toMatchObject({ locale: 'de', mail: { subject: 'Hallo' } })
    expect(await preview('hi', { files, as: 'ada', locale: 'en' })).toMatchObject({ locale: null, mail: { subject: 'Hello' } })
  })

  test('that never ends is ended, and the next one works', async () => {
    const loop = `${'{% for a in (1..9000) %}'.repeat(4)}x${'{% endfor %}'.repeat(4)}`
    const files = { [reminder]: source().replace('<mj-text', `<mj-text>${loop}</mj-text><mj-text`) }
    const { mail, problems } = await preview('cart-reminder', { files })
    expect(mail).toBeNull()
    expect(problems[0]).toMatchObject({ severity: 'error', code: 'template/render' })
    expect((await preview('cart-reminder')).mail.subject).toBe('Your cart is still here')
  })

  test('has a page for a frame that can do nothing, also as it looks in the dark, and not without its address', async () => {
    const { page } = await preview('cart-reminder')
    const response = await fetch(`${app.address}${page}`)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^sandbox; default-src 'none'/)
    expect(policy).not.toMatch(/https:|script/)
    const plain = await response.text()
    expect(plain).toContain('@media (prefers-color-scheme: dark)')
    expect(plain).not.toMatch(/<img[^>]*src=/)
    const dark = await fetch(`${app.address}${page}?scheme=dark&pictures=remote`)
    expect(dark.headers.get('content-security-policy')).toMatch(/img-src data: http: https:/)
    const pictured = await dark.text()
    expect(pictured).not.toContain('prefers-color-scheme')
    expect(pictured).toMatch(/<img[^>]*src="https:/)
    expect((await fetch(`${app.address}/preview/something`)).status).toBe(404)
  })

  test('follows each change of what is being written', async () => {
    for (const word of ['yet', 'just']) {
      const { mail } = await preview('cart-reminder', { as: 'ada', files: { [reminder]: source().replace('still', word) } })
      expect(mail.html).toContain(`cart is ${word} here`)
    }
  })
})

test('drafts of files are what is shown, without being named in the question', async () => {
  const file = 'templates/win-back.txt'
  expect((await ask('PUT', '/drafts', { path: file, text: 'Come back, we miss you. {{ workspace.address }} {{ unsubscribe_url }}' })).status).toBe(200)
  expect((await preview('win-back')).mail.text).toMatch(/^Come back, we miss you/)
  const { answer } = await ask('GET', '/templates')
  expect(answer.templates.flatMap(({ template, state }: Record<string, string>) => (state === 'changed' ? [template] : []))).toEqual(['win-back'])
  await ask('POST', '/drafts/discard', { paths: [file] })
})

test('a test of a draft is marked, carries what is not saved, and is counted nowhere', async () => {
  const files = { [reminder]: source().replace('<mj-text', '<mj-text>Only drafted</mj-text><mj-text') }
  const { status, answer } = await ask('POST', '/templates/cart-reminder/draft/test', {
    to: 'me@example.com',
    as: 'ada',
    files,
    from: { name: 'Anna of the Shop' },
  })
  expect([status, answer.sent]).toEqual([200, true])
  const { mails } = (await (await fetch(`${app.address}/mailbox.json`)).json()) as {
    mails: readonly { subject: string; to: string; url: string }[]
  }
  const mail = mails.find(({ to }) => to === 'me@example.com')
  expect(mail?.subject).toBe('[Test] Your cart is still here')
  expect(await (await fetch(new URL(mail?.url ?? '', app.address))).text()).toContain('Anna of the Shop')
  const { answer: list } = await ask('GET', '/templates')
  expect(list.templates.find(({ template }: { template: string }) => template === 'cart-reminder').numbers.sent).toBe(0)
  const broken = { [reminder]: '<mjml><mj-body>' }
  const refused = await ask('POST', '/templates/cart-reminder/draft/test', { to: 'me@example.com', files: broken })
  expect([refused.status, refused.answer.detail]).toEqual([400, expect.stringMatching(/^It cannot be sent: templates\/cart-reminder\.mjml:1 /)])
})

test('what can be written is told from what is there: attributes of people, properties of events, the brand', async () => {
  const { answer } = await ask('GET', '/templates/cart-reminder/placeholders')
  const of = (path: string) => answer.placeholders.find((one: { path: string }) => one.path === path)
  expect(of('subscriber.first_name')).toMatchObject({ kind: 'attribute', type: 'text', example: 'Ada', share: 0.2 })
  expect(of('subscriber.email').share).toBe(1)
  expect(of('trigger.price')).toMatchObject({ kind: 'trigger', type: 'number', example: '24' })
  expect(of('brand.colors.accent').example).toMatch(/^#/)
  expect(answer.filters).toContain('money')
  expect(answer.partials).toContain('footer')
})

test('fields that templates print without a default are held against real people', async () => {
  const { answer } = await ask('GET', '/templates/gaps')
  expect(answer.gaps).toContainEqual({ template: 'named', field: 'subscriber.first_name', journey: null, looked: 5, lack: 4 })
  expect(answer.gaps.filter(({ field }: { field: string }) => field === 'subscriber.city')).toEqual([])
  const said = await oncue(['template', 'gaps', '--server', app.address], { environment: { ONCUE_ADMIN_KEY: adminKey } })
  expect(said.out).toContain('named: 80 % of all people have no first_name, and the template gives no default (4 of 5 looked at)\n')
})

describe('conditions of blocks', () => {
  test('are checked while they are written, with their place, and against what is not saved elsewhere', async () => {
    const written = (condition: string) =>
      [
        'template: named',
        'subject: Hi',
        'topic: reminders',
        'conditions:',
        '  fine: { segment: drafted }',
        `  wrong: ${condition}`,
        'html: |',
        '  <p>{% if conditions.wrong or conditions.fine %}Hi{% endif %} {{ workspace.address }} <a href="{{ unsubscribe_url }}">no</a></p>',
      ].join('\n')
    const drafted = { 'segments/drafted.yaml': 'segment: drafted\nif: { attribute: plan, eq: pro }\n' }
    const problemsOf = async (condition: string) => {
      const { problems } = await preview('named', { files: { ...drafted, 'named.yaml': written(condition) } })
      return problems.map(({ file, line, severity, message, fix }: Record<string, unknown>) => [file, line, severity, message, fix])
    }
    expect(await problemsOf('{ segment: draftd }')).toEqual([['named.yaml', 6, 'error', expect.stringContaining('draftd'), expect.stringContaining('drafted')]])
    const never = ['named.yaml', 6, 'warning', expect.stringContaining('can never be true'), expect.any(String)]
    expect(await problemsOf('{ all: [{ attribute: age, gt: 5 }, { attribute: age, lt: 3 }] }')).toEqual([never])
    expect(await problemsOf('{ message: cart-reminder, did: opened, within: 30d }')).toEqual([])
    expect(await problemsOf('{ journey: marked, is: active }')).toEqual([])
  })

  test('are asked of the person whom a preview shows, also where nobody published them yet', async () => {
    const written = [
      'template: named',
      'subject: Hi',
      'topic: reminders',
      'conditions:',
      '  putting: { event: Product Added, within: 30d, where: { product_id: { eq: mug } } }',
      '  of-mug: { trigger: product_id, eq: mug }',
      'html: |',
      '  <p>{% if conditions.putting %}You put a mug{% else %}Nothing yet{% endif %}{% if conditions.of-mug %}, and began so{% endif %} {{ workspace.address }} <a href="{{ unsubscribe_url }}">no</a></p>',
      'samples: { one: { conditions: [putting] } }',
    ].join('\n')
    const files = { 'named.yaml': written }
    const ada = await preview('named', { files, as: 'ada' })
    expect(ada.mail.text).toContain('You put a mug')
    expect(ada.facts.conditions).toMatchObject({ putting: true })
    expect((await preview('named', { files, as: 'bo' })).mail.text).toContain('Nothing yet')
    const sample = await preview('named', { files })
    expect(sample.problems).toEqual([])
    expect(sample.mail.text).toContain('You put a mug')
    expect(sample.facts.conditions).toEqual({ putting: true, 'of-mug': false })
  })
})

// Failures that other products had with consent, each reproduced through the product first.

import { expect, test } from 'vitest'
import { type Product, shop, startProduct } from '../product/product.ts'

const pageKey = 'a-key-for-pages'
const optIn = { ...shop, 'workspace.yaml': shop['workspace.yaml'].replace('consent: opt-out', 'consent: opt-in') }
const scanner = { purpose: 'prefetch', 'user-agent': 'Link Scanner 1.0' }
const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] as const

const subscribe = (product: Product, more: object = {}): Promise<Response> =>
  product.post(
    '/v1/subscribe',
    { key: pageKey, email: 'ada@mail.example', topics: ['news'], page: 'https://shop.example/', wording: '2026-11', ...more },
    { authorization: '' },
  )

/** The path of a link of this kind in the newest mail. */
async function linkIn(product: Product, kind: 'confirm' | 'u' | 'preferences'): Promise<string> {
  const mail = (await product.mails()).at(-1)
  const source = await (await product.get(`${mail?.url}/html`)).text()
  const [link = ''] = new RegExp(`http[^"]+/${kind}/[\\w-]+`).exec(source) ?? []
  return new URL(link).pathname
}

async function sent(product: Product): Promise<readonly string[]> {
  return (await product.mails()).map(({ journey, to }) => `${journey} ${to}`)
}

/** Everything is held back, so that what is decided meanwhile waits. */
async function holdBack(product: Product): Promise<() => Promise<void>> {
  const scope = { all: true } as const
  await product.app.runtime.changeStops({ stop: { scope, since: 0, because: 'the test' } })
  return async () => void (await product.app.runtime.changeStops({ resume: scope }))
}

const running = `
journey: series
enter: [{ on: Came By }]
again: always
steps: [{ id: first, send: hello }, { id: second, send: hello }, { id: done, update: { set: { seen: true } } }]
`

test('S4: nothing follows the acknowledgement of an unsubscribe, also of mails that a running journey has queued already', async () => {
  const product = await startProduct({ files: { ...shop, 'journeys.yaml': running } })
  for (const name of ['ann', 'ben']) await product.identify(name, { email: `${name}@mail.example` })
  await product.track('ann', 'Came By')
  const link = await linkIn(product, 'u')
  const release = await holdBack(product)
  for (const name of ['ann', 'ben']) await product.track(name, 'Came By')
  await product.settle()
  expect((await product.deliveries()).map(({ status }) => status)).toEqual(['sent', 'sent', 'waiting', 'waiting', 'waiting', 'waiting'])
  // The situation: without the no, what was queued leaves, as it does for Ben.
  expect((await product.post(link, 'List-Unsubscribe=One-Click')).status).toBe(200)
  await release()
  await product.track('ann', 'Came By')
  expect(await sent(product)).toEqual(['series ann@mail.example', 'series ann@mail.example', 'series ben@mail.example', 'series ben@mail.example'])
  const refused = (await product.deliveries()).filter(({ status }) => status === 'refused')
  expect(refused.map(({ reason }) => reason)).toEqual(new Array(4).fill('unsubscribed: said no to news'))
})

test('S6: whoever unsubscribes inside a journey moves on with a reason, ends it, and may enter it again', async () => {
  const product = await startProduct({ files: { ...shop, 'journeys.yaml': running } })
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Came By')
  const link = await linkIn(product, 'u')
  await product.post(link, 'List-Unsubscribe=One-Click')
  await product.track('ann', 'Came By')
  await product.settle()
  const during = await product.decisions('ann')
  expect(during.filter(({ kind }) => kind === 'refused')).toHaveLength(2)
  expect(during.filter(({ kind }) => kind === 'completed')).toHaveLength(2)
  expect((await product.app.runtime.describe({ userId: 'ann' }))?.state.enrollments).toEqual([])
  await product.post(`${link}/undo`, 'by=page')
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(4)
})

test('S17: no program that follows links unsubscribes, confirms or changes preferences; only the buttons do', async () => {
  const product = await startProduct({ files: optIn, browserKeys: [pageKey] })
  expect((await subscribe(product)).status).toBe(202)
  const confirm = await linkIn(product, 'confirm')
  const { address } = product.app
  for (const method of methods) await fetch(`${address}${confirm}`, { method, headers: scanner })
  expect(await (await product.get(confirm)).text()).toContain('<form method="post"')
  await product.identify('ada', { email: 'ada@mail.example' })
  await product.track('ada', 'Came By')
  await product.settle()
  expect((await product.decisions('ada')).filter(({ kind }) => kind === 'refused')).toHaveLength(1)
  // The situation is real: the button behind the same link does confirm.
  expect(await (await product.post(confirm, '')).text()).toContain('You are in')
  await product.app.runtime.inbox.command({ userId: 'ada' }, { do: 'subscribe', topic: 'news' }, 'admin')
  await product.track('ada', 'Came By')
  const unsubscribe = await linkIn(product, 'u')
  for (const method of methods) await fetch(`${address}${unsubscribe}`, { method, headers: scanner })
  await product.track('ada', 'Came By')
  expect((await sent(product)).slice(1)).toEqual(['greeting ada@mail.example', 'greeting ada@mail.example'])
})

test('the form answers the same for everybody, traps programs, and asks one address once', async () => {
  const product = await startProduct({ files: optIn, browserKeys: [pageKey] })
  const answers = [await subscribe(product), await subscribe(product), await subscribe(product, { website: 'https://spam.example' })]
  expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))).toEqual(new Array(3).fill([202, '{"success":true}']))
  await subscribe(product, { email: 'bot@mail.example', website: 'x' })
  expect(await sent(product)).toEqual(['double opt-in ada@mail.example'])
  expect((await subscribe(product, { key: 'wrong' })).status).toBe(401)
  expect((await subscribe(product, { email: 'a@b, c@d' })).status).toBe(400)
  expect((await subscribe(product, { topics: ['nothing'] })).status).toBe(400)
  const many = []
  for (let index = 0; index < 12; index += 1) many.push((await subscribe(product, { email: `n${index}@mail.example` })).status)
  expect(many.at(-1)).toBe(429)
})

test('a confirmed address is subscribed with its evidence; the same link a second time and an altered one change nothing', async () => {
  const product = await startProduct({ files: optIn, browserKeys: [pageKey] })
  await subscribe(product, { attributes: { first_name: 'Ada', consent: true }, locale: 'de' })
  const [mail] = await product.mails()
  expect(mail?.subject).toContain('Noch ein Klick')
  const confirm = await linkIn(product, 'confirm')
  expect(await (await product.post(confirm, '')).text()).toContain('Sie sind dabei')
  expect((await product.post(`${confirm.slice(0, -4)}AAAA`, '')).status).toBe(404)
  const state = (await product.app.runtime.describe({ subscriber: 1 }))?.state
  expect(state?.attributes).toEqual({ email: 'ada@mail.example', first_name: 'Ada', locale: 'de' })
  expect(state?.topics['news']?.evidence).toMatchObject({
    wording: '2026-11',
    address: 'ada@mail.example',
    ip: '127.0.0.0',
    asked: { page: 'https://shop.example/' },
  })
})

test('a topic is read in the language of its reader, in the mail that asks, on the page that confirms, among the preferences and when it is left', async () => {
  const translated = (yaml: string): string =>
    yaml.replace('topic: news', 'topic: news, description: What is new, locales: { de: { description: Neues }, fr: { description: Nouvelles } }')
  const templates = shop['templates.yaml'].replace('Unsubscribe</a>', 'Unsubscribe</a> <a href="{{ preferences_url }}">Choose</a>')
  const files = { ...optIn, 'workspace.yaml': translated(optIn['workspace.yaml']), 'templates.yaml': templates }
  const product = await startProduct({ files, browserKeys: [pageKey] })
  await product.identify('ada', { locale: 'de' })
  await product.post('/v1/subscribe', { email: 'ada@mail.example', topics: ['news'], userId: 'ada' })
  const [asking] = await product.mails()
  expect(asking?.subject).toContain('Noch ein Klick')
  expect(await (await product.get(`${asking?.url}/html`)).text()).toContain('Neues')
  await product.post(await linkIn(product, 'confirm'), '')
  await product.identify('ada', { locale: 'fr_CA' })
  await product.track('ada', 'Came By')
  for (const [kind, shown] of [
    ['preferences', '<bdi>Nouvelles</bdi>'],
    ['u', '“Nouvelles”'],
  ] as const) {
    expect(await (await product.get(await linkIn(product, kind))).text()).toContain(shown)
  }
  await subscribe(product, { email: 'bea@mail.example', locale: 'en' })
  expect(await (await product.get(await linkIn(product, 'confirm'))).text()).toContain('<li><bdi>What is new</bdi></li>')
})

test('a stranger who types a known address gives it to nobody, and a known user keeps the own one', async () => {
  const product = await startProduct({ files: optIn, browserKeys: [pageKey] })
  await product.identify('ada', { email: 'ada@mail.example' })
  await subscribe(product, { email: 'eve@mail.example', userId: 'ada' })
  await product.post(await linkIn(product, 'confirm'), '')
  const ada = (await product.app.runtime.describe({ userId: 'ada' }))?.state
  expect([ada?.attributes, ada?.topics]).toEqual([{ email: 'ada@mail.example' }, {}])
})

test('the page of preferences shows what holds, saves what is chosen, and an untouched box is no word', async () => {
  const files = { ...shop, 'templates.yaml': shop['templates.yaml'].replace('Unsubscribe</a>', 'Unsubscribe</a> <a href="{{ preferences_url }}">Choose</a>') }
  const product = await startProduct({ files })
  await product.identify('ann', { email: 'ann@mail.example', locale: 'ru' })
  await product.track('ann', 'Came By')
  const page = await linkIn(product, 'preferences')
  for (const method of methods) await fetch(`${product.app.address}${page}`, { method, headers: scanner })
  const shown = await (await product.get(page)).text()
  expect(shown).toContain('<html lang="ru">')
  expect(shown).not.toContain('ann@mail.example')
  expect(shown.match(/ checked/g)).toHaveLength(2)
  expect(await (await product.post(page, 'email:reminders=yes&pause=30&tracking=yes')).text()).toContain('Сохранено')
  const state = (await product.app.runtime.describe({ userId: 'ann' }))?.state
  expect(Object.keys(state?.topics ?? {})).toEqual(['news'])
  expect([state?.topics['news']?.subscribed, state?.tracking?.allowed, state?.pausedUntil !== undefined]).toEqual([false, true, true])
  await product.post(page, 'leave=all')
  expect((await product.app.runtime.describe({ userId: 'ann' }))?.state.topics['all']?.subscribed).toBe(false)
})

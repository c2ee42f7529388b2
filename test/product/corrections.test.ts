// Something wrong was sent: it is stopped, and one mail goes to exactly those who got it. Through the whole product.

import { expect, test } from 'vitest'
import { oncue } from '../cli/command-line.ts'
import { type Product, type Settings, shop, startProduct } from './product.ts'

const files = {
  ...shop,
  'workspace.yaml': shop['workspace.yaml'].replace('{ topic: reminders }]', '{ topic: reminders }, { topic: service, transactional: true }]'),
  'sorry.yaml': 'template: sorry\nsubject: The price was wrong\nhtml: <p>We are sorry, {{ subscriber.first_name }}.</p>\ntopic: service\n',
}

interface Answer {
  readonly id: string | null
  readonly affected: Record<string, number>
}

/** A workspace in which ann and bob got the mail of `greeting`, cid waits for it behind a switch, and dan got another one. */
async function wronged(settings: Settings = {}) {
  const product = await startProduct({ files, adminKeys: ['kim:ak_kim'], ...settings })
  const admin = (path: string, body: object) =>
    fetch(`${product.app.address}/admin/v1${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer ak_kim', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  for (const name of ['ann', 'bob', 'cid', 'dan']) await product.identify(name, { email: `${name}@mail.example`, first_name: name })
  await product.track('dan', 'Signed Up')
  for (const name of ['ann', 'bob']) await product.track(name, 'Came By')
  await product.settle()
  expect((await admin('/stops', { journey: 'greeting', because: 'the price is wrong' })).status).toBe(200)
  await product.track('cid', 'Came By')
  await product.settle()
  const correct = async (more: object = {}): Promise<Answer & { status: number }> => {
    const answered = await admin('/corrections', { of: { journey: 'greeting' }, template: 'sorry', because: 'a wrong price', ...more })
    return { status: answered.status, ...((await answered.json()) as Answer) }
  }
  return { product, admin, correct, told: () => toldBy(product) }
}

/** Who got the correction, in order of name. */
async function toldBy(product: Product): Promise<readonly string[]> {
  await product.settle()
  return (await product.mails())
    .filter(({ journey }) => journey === 'correction')
    .map(({ to }) => to.split('@')[0] as string)
    .sort()
}

/** Resolves when nobody is left to be found. */
async function whenOrdered(product: Product): Promise<readonly Record<string, unknown>[]> {
  for (;;) {
    const answered = await fetch(`${product.app.address}/admin/v1/corrections`, { headers: { authorization: 'Bearer ak_kim' } })
    const { corrections } = (await answered.json()) as { corrections: { state: string }[] }
    if (corrections.every(({ state }) => state === 'ordered')) return corrections
  }
}

test('that a mail which asks for a yes goes past it, as one that must reach everybody, needs somebody who may edit', async () => {
  const { product, admin, told } = await wronged()
  const { key } = (await (await admin('/keys', { name: 'a program', role: 'sender' })).json()) as { key: string }
  const correct = async (template: string, topic: string, as: string) => {
    const body = { of: { journey: 'greeting' }, template, topic, because: 'a wrong price', dryRun: true }
    return product.post('/admin/v1/corrections', body, { authorization: `Bearer ${as}` })
  }
  const refused = await correct('hello', 'service', key)
  const said = { code: 'topic-past-consent', values: { template: 'hello', topic: 'service' } }
  expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ said })])
  expect([(await correct('hello', 'news', key)).status, (await correct('sorry', 'service', key)).status]).toEqual([202, 202])
  expect((await correct('hello', 'service', 'ak_kim')).status).toBe(202)
  expect(await told()).toEqual([])
})

test('exactly those who got it are told, once, and the report says what became of it', async () => {
  const { product, correct, told } = await wronged()
  expect(await correct({ dryRun: true })).toMatchObject({
    status: 202,
    id: null,
    affected: { sent: 2, held: 1, notSent: 0, unknown: 0, people: 2 },
    reach: { atOnce: 2 },
  })
  expect(await told()).toEqual([])
  expect(await correct({ id: 'price' })).toMatchObject({ id: 'price', affected: { people: 2 } })
  await whenOrdered(product)
  expect(await told()).toEqual(['ann', 'bob'])
  expect(await correct({ id: 'price' })).toMatchObject({ status: 409 })
  expect(await whenOrdered(product)).toMatchObject([
    {
      order: { id: 'price', of: { journey: 'greeting' }, template: 'sorry', because: 'a wrong price', inDoubt: false },
      by: 'kim',
      state: 'ordered',
      affected: { sent: 2, held: 1, people: 2 },
      told: { queued: 2, sent: 2, failed: 0, refused: 0, unknown: 0 },
    },
  ])
  const mail = (await product.mails()).find(({ journey }) => journey === 'correction')
  expect(mail).toMatchObject({ subject: 'The price was wrong', step: 'price' })
  expect((await product.decisions('ann')).filter(({ kind }) => kind === 'handed over')).toMatchObject([
    { journey: 'greeting' },
    { journey: 'correction', step: 'price', topic: 'service' },
  ])
})

test('whoever stops something sees how many got it and how many wait, of a journey, a version, a template and everything', async () => {
  const { product, admin } = await wronged()
  const ask = async (query: string) => {
    const answered = await fetch(`${product.app.address}/admin/v1/stops/messages${query}`, { headers: { authorization: 'Bearer ak_kim' } })
    return { status: answered.status, ...((await answered.json()) as object) }
  }
  const none = { sent: 0, unknown: 0, onItsWay: 0, held: 0, notSent: 0 }
  expect(await ask('?journey=greeting')).toEqual({ status: 200, ...none, sent: 2, held: 1 })
  expect(await ask('?journey=greeting&version=2')).toEqual({ status: 200, ...none })
  expect(await ask('?template=hello')).toEqual({ status: 200, ...none, sent: 3, held: 1 })
  expect(await ask('')).toEqual({ status: 200, ...none, sent: 3, held: 1 })
  expect(await ask('?journey=greetnig')).toMatchObject({ status: 404, said: { code: 'no-such-journey-there' } })
  expect(await ask('?version=1')).toMatchObject({ status: 400, detail: 'Name the "journey" of the "version".' })
  expect(await ask('?journey=greeting&template=hello')).toMatchObject({ status: 400 })
  const stopped = (await (await admin('/stops', { template: 'hello', because: 'the price is wrong' })).json()) as object
  expect(stopped).toMatchObject({ messages: { ...none, sent: 3, held: 1 } })
  const ofDomain = (await (await admin('/stops', { domain: 'shop.example', because: 'on a blocklist' })).json()) as object
  expect(ofDomain).toMatchObject({ messages: null })
})

test('a second click tells nobody twice: a correction about the same, with whichever mail, needs a name of its own, or another time', async () => {
  const { product, correct, told } = await wronged()
  const { id } = await correct({})
  await whenOrdered(product)
  const again = await correct({ inDoubt: true, because: 'once more' })
  expect(again).toMatchObject({ status: 409 })
  expect(again).toMatchObject({ said: { code: 'correction-same-mail', values: { name: id } } })
  // Somebody else saw it too, and wrote a mail of their own.
  expect(await correct({ template: 'hello' })).toMatchObject({ status: 409, said: { code: 'correction-other-mail', values: { name: id, template: 'sorry' } } })
  expect(await told()).toEqual(['ann', 'bob'])
  expect(await correct({ dryRun: true })).toMatchObject({ status: 202, affected: { people: 2 } })
  expect((await correct({ since: 5_000_000_000_000 })).status).toBe(202)
  expect((await correct({ id: 'really' })).status).toBe(202)
})

test('it is asked about before it leaves: a suppressed address is not written to, a no holds back what is not transactional', async () => {
  const { product, correct, told } = await wronged()
  await product.post('/v1/consents', { userId: 'ann', topic: 'news', given: false, messageId: 'n1' })
  // What becomes of it is said before, by the same rules.
  expect(await correct({ topic: 'news', dryRun: true })).toMatchObject({ reach: { atOnce: 1, later: 0, held: 0, refused: { unsubscribed: 1 } } })
  await correct({ id: 'advertised', topic: 'news' })
  await whenOrdered(product)
  expect(await told()).toEqual(['bob'])
  expect(await whenOrdered(product)).toMatchObject([{ told: { queued: 2, sent: 1, refused: 1 } }])
  await correct({ id: 'must' })
  await whenOrdered(product)
  expect(await told()).toEqual(['ann', 'bob', 'bob'])
})

test('a switch on everything lets a correction through that was ordered after it, and a later one holds it', async () => {
  const { product, admin, correct, told } = await wronged()
  await admin('/stops', { all: true, because: 'all is wrong' })
  await correct({ id: 'first' })
  await whenOrdered(product)
  expect(await told()).toEqual(['ann', 'bob'])
  await admin('/stops', { journey: 'correction', because: 'that was wrong too' })
  expect(await correct({ dryRun: true })).toMatchObject({ affected: { people: 2 }, reach: { atOnce: 0, held: 2, refused: {} } })
  await correct({ id: 'second' })
  await whenOrdered(product)
  expect(await told()).toEqual(['ann', 'bob'])
  await admin('/stops/resume', { journey: 'correction' })
  expect(await told()).toEqual(['ann', 'ann', 'bob', 'bob'])
})

test('a template, one version, a time: the order says what was wrong', async () => {
  const { product, correct } = await wronged()
  const people = async (more: object) => (await correct({ dryRun: true, ...more })).affected?.['people']
  expect(await people({ of: { template: 'hello' } })).toBe(3)
  expect(await people({ of: { all: true } })).toBe(3)
  expect(await people({ of: { journey: 'greeting', version: 1 } })).toBe(2)
  expect(await people({ of: { journey: 'greeting', version: 2 } })).toBe(0)
  const at = (await product.deliveries()).filter(({ journey, status }) => journey === 'greeting' && status === 'sent').map(({ decidedAt }) => decidedAt)
  expect(await people({ since: Math.max(...at) + 1 })).toBe(0)
  expect(await people({ until: Math.min(...at) - 1 })).toBe(0)
  expect(await people({ since: Math.min(...at), until: Math.max(...at) })).toBe(2)
  expect((await correct({ template: 'none' })).status).toBe(404)
  expect((await correct({ of: { journey: 'none' } })).status).toBe(404)
  expect((await correct({ topic: 'none' })).status).toBe(404)
  expect((await correct({ because: ' ' })).status).toBe(400)
})

test('the command line orders and reports', async () => {
  const { product } = await wronged()
  const environment = { ONCUE_DATA: product.data, ONCUE_ADMIN_KEY: 'ak_kim' }
  const run = (...words: string[]) => oncue([...words, '--server', product.app.address, '--key', 'ak_kim'], { environment })
  const order = ['correct', '--journey', 'greeting', '--with', 'sorry', '--because', 'a wrong price', '--id', 'price']
  expect((await run(...order, '--dry-run')).out).toBe(
    'journey greeting: 2 sent, 0 unknown, 0 on its way, 1 held, 0 not sent\nThe correction would be for 2 people: 2 at once. Nothing was sent.\n',
  )
  expect((await run(...order)).out).toMatch(/Correction price is on its way to 2 people/)
  await whenOrdered(product)
  await product.settle()
  expect((await run('corrections')).out).toMatch(
    /^price: journey greeting, with sorry, by kim, \S+Z\n {2}because a wrong price\n {2}of what was wrong: 2 sent, .*\n {2}told: 2 sent, 0 waiting, 0 refused, 0 failed, 0 unknown\n$/,
  )
  expect((await run('correct', '--with', 'sorry', '--because', 'x')).code).toBe(2)
})

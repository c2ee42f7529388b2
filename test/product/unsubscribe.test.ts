// Unsubscribing, end to end: looking at links changes nothing, one click acts at once, and nothing follows its acknowledgement.

import { expect, onTestFinished, test } from 'vitest'
import { type SinkMail, startSmtpSink } from '../../bench/smtp-sink.ts'
import { type Product, shop, startProduct } from './product.ts'

const oneClick = 'List-Unsubscribe=One-Click'

/** Somebody with a mail, and the path of the link in it. */
async function withMail(product: Product): Promise<string> {
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Ann' })
  await product.track('ann', 'Came By')
  const [mail] = await product.mails()
  return linkIn(await (await product.get(`${mail?.url}/message.eml`)).text())
}

function linkIn(source: string): string {
  return new URL(/^list-unsubscribe:\s*<([^>]+)>/im.exec(source.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '').pathname
}

test('looking never unsubscribes: GET, HEAD, prefetch and every link of the mail followed by a scanner change nothing', async () => {
  const product = await startProduct()
  const link = await withMail(product)
  const { address } = product.app
  const [mail] = await product.mails()
  const source = await (await product.get(`${mail?.url}/html`)).text()
  const links = [...source.matchAll(/href="(http[^"]+)"/g)].map(([, href]) => href ?? '')
  expect(links).toContain(`${address}${link}`)
  for (const url of [...links, `${address}${link}/`, `${address}${link}/undo`]) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      const response = await fetch(url, { method, headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch', 'user-agent': 'Link Scanner 1.0' } })
      expect([200, 404, 405]).toContain(response.status)
    }
  }
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(2)
  expect((await product.decisions('ann')).filter(({ kind }) => kind === 'topic')).toEqual([])
})

test('one click unsubscribes at once: the next mail of the topic is refused with the reason, other topics go on', async () => {
  const product = await startProduct()
  const link = await withMail(product)
  const response = await product.post(link, oneClick)
  expect(response.status).toBe(200)
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(1)
  expect(await product.decisions('ann')).toContainEqual(expect.objectContaining({ kind: 'refused', journey: 'greeting', reason: 'unsubscribed' }))
  const longAgo = new Date(Date.parse((await product.mails())[0]?.at ?? '') - 40 * 60_000).toISOString()
  await product.track('ann', 'Product Added', { cart_id: 'c1', product_id: 'mug', price: 1 }, { timestamp: longAgo })
  expect((await product.mails()).map(({ journey }) => journey)).toEqual(['greeting', 'reminder'])
})

test('the page asks, its button acts, and it can be taken back; from there on its reader is led to what they may choose', async () => {
  const product = await startProduct()
  const link = await withMail(product)
  const asked = await (await product.get(link)).text()
  expect(asked).toContain('<form method="post"')
  expect(asked).not.toContain('/preferences/')
  const done = await (await product.post(link, 'by=page&scope=all')).text()
  expect(done).toContain('You are unsubscribed')
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(1)
  const undone = await (await product.post(`${link}/undo`, 'by=page&scope=all')).text()
  expect(undone).toContain('You are subscribed again')
  for (const page of [done, undone]) {
    const path = /<a href="(\/preferences\/[\w-]+)">Choose what comes<\/a>/.exec(page)?.[1] ?? ''
    expect(await (await product.get(path)).text()).toContain('What may we send you?')
  }
})

test('an altered link does nothing and says so', async () => {
  const product = await startProduct()
  const link = await withMail(product)
  const altered = `${link.slice(0, -4)}${link.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
  expect((await product.post(altered, oneClick)).status).toBe(404)
  expect((await product.get(altered)).status).toBe(404)
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(2)
})

test('links work after a restart, and the no outlives it', async () => {
  const product = await startProduct()
  const link = await withMail(product)
  await product.stop()
  await product.start()
  expect((await product.post(link, oneClick)).status).toBe(200)
  await product.stop()
  await product.start()
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(1)
})

test('an unsubscribe is acknowledged only when the mail that is being handed over has arrived, and nothing follows it', async () => {
  const arrived: SinkMail[] = []
  const release = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const sink = await startSmtpSink({
    hold(stage) {
      if (stage !== 'message' || arrived.length !== 1) return undefined
      held.resolve()
      return release.promise
    },
  })
  onTestFinished(() => sink.close())
  const product = await startProduct({ smtpUrl: `smtp://127.0.0.1:${sink.port}`, files: { ...shop, 'journeys.yaml': twice } })
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Came By')
  await product.settle()
  sink.onMail((mail) => arrived.push(mail))
  await product.track('ann', 'Came By')
  await held.promise
  const link = linkIn(arrived[0]?.source ?? '')
  let isAcknowledged = false
  const answer = product.post(link, oneClick).then((response) => {
    isAcknowledged = true
    return response
  })
  // Everything that comes in now is decided after the unsubscribe, while the mail is still on its way.
  for (let index = 0; index < 5; index += 1) await product.track('ann', 'Came By')
  expect(isAcknowledged).toBe(false)
  release.resolve()
  expect((await answer).status).toBe(200)
  await product.settle()
  expect(arrived).toHaveLength(1)
  const statuses = (await product.deliveries()).map(({ status }) => status)
  expect(statuses.filter((status) => status === 'sent')).toHaveLength(2)
  expect(statuses.filter((status) => status === 'refused')).toHaveLength(5)
})

const twice = `
journey: greeting
enter: [{ on: Came By }]
again: always
steps: [{ id: greet, send: hello }]
`

test('a link of somebody who was erased meanwhile still says that no mail comes, and takes nothing back', async () => {
  const product = await startProduct()
  const link = await withMail(product)
  const { number } = (await product.app.runtime.describe({ userId: 'ann' })) ?? { number: 0 }
  await product.app.runtime.erase(number)
  expect([(await product.get(link)).status, (await product.post(link, oneClick)).status]).toEqual([200, 200])
  const done = await (await product.post(link, 'by=page&scope=all')).text()
  expect(done).toContain('You are unsubscribed')
  // Nobody has preferences any more.
  expect(done).not.toContain('/preferences/')
  expect((await product.post(`${link}/undo`, 'by=page&scope=all')).status).toBe(404)
})

test('whoever takes a no to everything back has what there was before, and has said yes to nothing else', async () => {
  const product = await startProduct({ files: { ...shop, 'workspace.yaml': shop['workspace.yaml'].replace('opt-out', 'opt-in') } })
  await product.identify('ann', { email: 'ann@mail.example', locale: 'de' })
  await product.post('/v1/consents', { userId: 'ann', topic: 'news', given: true })
  const link = await withMail(product)
  expect(await (await product.get(link)).text()).toContain('lang="de"')
  await product.post(link, 'by=page&scope=all')
  expect(await (await product.post(`${link}/undo`, 'by=page&scope=all')).text()).toContain('Sie sind wieder angemeldet')
  const topics = (await product.app.runtime.describe({ userId: 'ann' }))?.state.topics
  expect(topics).toMatchObject({ news: { subscribed: true, evidence: { ip: '127.0.0.0' } } })
  expect(Object.keys(topics ?? {})).toEqual(['news'])
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(2)
  // reminders were never said yes to.
  const longAgo = new Date(Date.parse((await product.mails())[0]?.at ?? '') - 40 * 60_000).toISOString()
  await product.track('ann', 'Product Added', { cart_id: 'c1', product_id: 'mug', price: 1 }, { timestamp: longAgo })
  expect(await product.mails()).toHaveLength(2)
  const said = (await product.decisions('ann')).flatMap((one) =>
    one.kind === 'topic' ? [`${one.topic} ${one.subscribed}`] : one.kind === 'no taken back' ? [one.kind] : [],
  )
  expect(said).toEqual(['news true', 'all false', 'no taken back', 'news true'])
  // Pressed once more, it takes back nothing.
  await product.post('/v1/consents', { userId: 'ann', topic: 'news', given: false })
  await product.post(`${link}/undo`, 'by=page&scope=all')
  await product.track('ann', 'Came By')
  expect(await product.mails()).toHaveLength(2)
})

// Every list that is read a page at a time, while what it lists is added to and taken from: whatever stood there all the time is told once. And what
// becomes of a cursor that is none of the list. A list that is added has to be written down here.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { openProduct, type Product, shop } from './product.ts'

/** Asked by turns: no key may ask without end. */
const adminKeys = Array.from({ length: 32 }, (_, index) => `robot ${index}:an-admin-key-for-tests-0123456789-${index}`)
let asked = 0
const files = {
  ...shop,
  'more.yaml': `
collection: products
currency: EUR
---
collection: pages
currency: EUR
---
segment: known
if: { attribute: first_name, exists: true }
---
segment: others
if: { attribute: first_name, exists: true }
`,
}
const folder = mkdtempSync(join(tmpdir(), 'oncue-paging-'))
let product: Product

// biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
async function ask(method: string, path: string, body?: JsonObject): Promise<any> {
  asked += 1
  const headers = { authorization: `Bearer ${adminKeys[asked % adminKeys.length]?.split(':')[1]}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(`${product.app.address}/admin/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const text = await answer.text()
  return { status: answer.status, ...(text !== '' && JSON.parse(text)) }
}

const person = (name: string) => product.identify(name, { email: `${name}@mail.example`, first_name: name })
const refused = (name: string) => product.post('/v1/track', { userId: name, event: '' })
const item = (id: string) => ask('POST', '/catalogue/products/items', { items: [{ id, title: id }] })
/** As long as an id may be, of letters that take three bytes each. */
const longId = (start: string) => start.padEnd(256, '商')

async function bounce(name: string): Promise<void> {
  const { messages } = await ask('GET', `/messages?person=${name}`)
  const source = await (await product.get(`/mailbox/${encodeURIComponent(messages[0].key)}/message.eml`)).text()
  const id = /^message-id: (.*)$/im.exec(source)?.[1]
  const report = ['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', `Final-Recipient: rfc822; ${name}@mail.example`]
  const status = ['Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 Nobody', '', '--b', 'Content-Type: text/rfc822-headers', '']
  const head = [
    'From: MAILER-DAEMON@mx.example',
    'Subject: Undelivered',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  ]
  const lines = [...head, '', '--b', 'Content-Type: text/plain', '', 'Sorry.', '--b', ...report, ...status, `Message-ID: ${id}`, '', '--b--', '']
  expect(await ask('POST', '/returned-mails', { source: lines.join('\r\n') })).toMatchObject({ kind: 'bounce', outcome: 'recorded' })
}

interface List {
  readonly method?: 'POST'
  readonly path: string
  /** Where the rows stand in the answer. */
  readonly rows: string
  // biome-ignore lint/suspicious/noExplicitAny: rows of any list
  readonly name: (row: any) => unknown
  /** Adds a row, and takes one away where that can be done. */
  readonly change: (round: number) => Promise<unknown>
  /** Another list of the same kind, whose cursor is none of this one. */
  readonly sister?: string
}

const lists: Readonly<Record<string, List>> = {
  searchSubscribers: {
    method: 'POST',
    path: '/subscribers/search',
    rows: 'subscribers',
    name: ({ userId }) => userId,
    change: async (round) => {
      await person(`new-${round}`)
      if (round === 1) await ask('DELETE', '/subscribers/gone')
    },
  },
  showTimeline: {
    path: '/subscribers/ann/timeline?detail=all',
    sister: '/subscribers/ben/timeline?detail=all',
    rows: 'items',
    name: ({ kind, at, name, position, decision, message }) => JSON.stringify([kind, at, name, position, decision, message?.key]),
    change: () => product.track('ann', 'Came By'),
  },
  listSuppressions: {
    path: '/suppressions',
    rows: 'suppressions',
    name: ({ address }) => address,
    change: async (round) => {
      if (round < 3) await bounce(`late-${round}`)
      if (round === 1) await ask('POST', '/suppressions/lift', { userId: 'dan' })
    },
  },
  listItems: {
    path: '/catalogue/products/items',
    sister: '/catalogue/pages/items',
    rows: 'items',
    name: ({ id }) => id,
    change: async (round) => {
      await item(longId(`b-${round}`))
      await item(`z-${round}`)
      if (round === 1) await ask('POST', '/catalogue/products/items/remove', { ids: ['gone'] })
    },
  },
  listMembers: {
    path: '/segments/known/members',
    sister: '/segments/others/members',
    rows: 'members',
    name: ({ subscriber }) => subscriber,
    change: (round) => person(`member-${round}`),
  },
  deadLetters: {
    path: '/dead-letters',
    rows: 'letters',
    name: ({ letter }) => letter,
    change: async (round) => {
      await refused('ann')
      if (round === 1) await ask('DELETE', `/dead-letters/${(await ask('GET', '/dead-letters')).letters[0].letter}`)
    },
  },
  listAudit: { path: '/audit', rows: 'entries', name: ({ id }) => id, change: () => ask('PATCH', '/subscribers/ann/attributes', { size: 1 }) },
  searchMessages: { path: '/messages', rows: 'messages', name: ({ key }) => key, change: () => product.track('ben', 'Came By') },
}

beforeAll(async () => {
  product = await openProduct(folder, { files, adminKeys })
  const people = ['ann', 'ben', 'cem', 'dan', 'eve', 'fay', 'gone', 'late-1', 'late-2']
  for (const name of people) {
    await person(name)
    await product.track(name, 'Came By')
    await refused(name)
  }
  await product.settle()
  for (const name of ['cem', 'dan', 'eve', 'fay', 'ann']) await bounce(name)
  for (const id of ['a', longId('b'), longId('c'), 'd', 'gone', 'h']) await item(id)
  await ask('POST', '/catalogue/pages/items', { items: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, title: id })) })
  for (let count = 0; count < 4; count += 1) await product.track('ann', 'Came By')
  await product.settle()
})
afterAll(async () => {
  await product.stop()
  rmSync(folder, { recursive: true, force: true })
})

const page = (list: Pick<List, 'method' | 'path'>, more: string) =>
  ask(list.method ?? 'GET', `${list.path}${list.path.includes('?') ? '&' : '?'}${more}`, list.method && {})

test('every list that has a cursor is tried here', () => {
  const withCursor = adminRoutes.filter(({ query }) => query !== undefined && 'cursor' in ((query as { shape?: object }).shape ?? {}))
  expect(Object.keys(lists).toSorted()).toEqual(withCursor.map(({ name }) => name).toSorted())
})

test.each(Object.entries(lists))('%s: what stands there all the time is told once, whatever comes and goes between two pages', async (_, list) => {
  const whole = async () => (await page(list, 'limit=500'))[list.rows].map(list.name) as unknown[]
  const before = await whole()
  expect(new Set(before).size).toBe(before.length)
  expect(before.length).toBeGreaterThan(4)
  const told: unknown[] = []
  let cursor = ''
  for (let round = 1; ; round += 1) {
    const { status, next, detail, [list.rows]: rows } = await page(list, `limit=2${cursor}`)
    expect([status, detail]).toEqual([200, undefined])
    told.push(...rows.map(list.name))
    if (next === null) break
    cursor = `&cursor=${next}`
    if (round < 6) await list.change(round)
    if (round < 3) await product.settle()
  }
  const after = new Set(await whole())
  expect(new Set(told).size).toBe(told.length)
  expect(before.filter((one) => after.has(one) && !told.includes(one))).toEqual([])
})

test('a cursor opens its own list alone: not another one, not that of another person, collection or segment, and none that somebody made up', async () => {
  const cursors = new Map<string, string>()
  for (const [name, list] of Object.entries(lists)) {
    cursors.set(name, (await page(list, 'limit=1')).next)
    if (list.sister !== undefined) cursors.set(`sister of ${name}`, (await page({ path: list.sister }, 'limit=1')).next)
  }
  const madeUp = ['', 'null', '1', '-1', '1e400', '0.5', '[]', '{}', '[1,"x"]', '["x",1]', '[[-1,0.5,1e300],[1,1],[1,"x"]]', '"\\u0000"'].map((text) =>
    btoa(text),
  )
  const wrong: unknown[] = []
  for (const [name, list] of Object.entries(lists)) {
    for (const [of, cursor] of [...cursors, ...madeUp.map((one) => ['made up', one] as const), ['made up', '%00%FF'] as const]) {
      const { status, detail } = await page(list, `cursor=${cursor}`)
      const isOwn = of === name
      if (status !== (isOwn ? 200 : 400) || (!isOwn && !String(detail).includes('The cursor is none of this list')))
        wrong.push([name, of, cursor, status, detail])
    }
  }
  expect(wrong).toEqual([])
})

// The doors that links and pictures of mails lead to: where they lead, whom they lead astray (nobody), and what is seen.

import { afterEach, describe, expect, test } from 'vitest'
import { createReactionTokens } from '../../src/api/links/reaction-token.ts'
import { createVisits, heldMs, type Visits } from '../../src/api/links/visits.ts'
import { limits } from '../../src/model/limits.ts'
import type { Report } from '../../src/model/report.ts'
import type { Delivery } from '../../src/runtime/store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { delivery as someDelivery } from '../stores/builders.ts'
import { createTestServer, emptyStore, type TestServer } from './test-server.ts'

const start = Date.UTC(2026, 0, 5)
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const tokens = createReactionTokens(['a-secret-of-at-least-32-characters-1'])
const links =
  '[["https://shop.example/a?x=1&utm_source=shop","https://shop.example/a?x=1"],["https://shop.example/ä b"],["https://shop.example/c"],["https://shop.example/d"]]'
const mail = someDelivery('1/welcome/1/1/greet/1', { status: 'sent', attemptedAt: start, finishedAt: start, links })
const draft = someDelivery('draft', { links })

let server: TestServer
afterEach(() => server?.app.close())

type Reaction = Extract<Report, { kind: 'clicked' }>

interface Doors {
  readonly clock: VirtualClock
  readonly reports: Reaction[]
  readonly visits: Visits
  get(
    link: number | 'trap' | 'open',
    more?: { agent?: string; method?: 'GET' | 'HEAD'; message?: string },
  ): Promise<{ status: number; location: string | undefined; body: string }>
  path(path: string): Promise<{ status: number; location: string | undefined; body: string; headers: Record<string, unknown> }>
}

function doors(): Doors {
  const clock = new VirtualClock(start + 60_000)
  const reports: Reaction[] = []
  const visits = createVisits({ clock, report: async (_, report) => [reports.push(report as Reaction) > 0 ? 'accepted' : 'duplicate'], onLost: () => {} })
  const store = {
    ...emptyStore,
    delivery: async (key: string): Promise<Delivery | undefined> => [mail, draft].find((one) => one.key === key),
  }
  server = createTestServer({ store, reactions: { tokens, visits } })
  const ask = async (url: string, agent: string, method: 'GET' | 'HEAD' = 'GET') => {
    const { statusCode, headers, body } = await server.app.inject({ method, url, headers: { 'user-agent': agent } })
    return { status: statusCode, location: headers.location?.toString(), body, headers }
  }
  return {
    clock,
    reports,
    visits,
    get: (link, { agent = firefox, method = 'GET', message = mail.key } = {}) =>
      ask(`/${link === 'open' ? 'o' : 'c'}/${tokens.sign({ message, link })}`, agent, method),
    path: (path) => ask(path, firefox),
  }
}

describe('links', () => {
  test('lead where the mail led, and the visit is reported once it is judged, under the name of the link', async () => {
    const { clock, get, reports } = doors()
    expect(await get(0)).toMatchObject({ status: 302, location: 'https://shop.example/a?x=1&utm_source=shop', body: '' })
    expect(reports).toEqual([])
    clock.advanceTo(clock.now() + heldMs)
    expect(reports).toMatchObject([{ kind: 'clicked', at: start + 60_000, by: 'human', rule: 'none', link: 'https://shop.example/a?x=1' }])
  })

  test('an address with other letters is written as addresses are on the wire', async () => {
    expect(await doors().get(1)).toMatchObject({ status: 302, location: 'https://shop.example/%C3%A4%20b' })
  })

  test('HEAD leads there too, and is a machine', async () => {
    const { get, visits, reports } = doors()
    expect(await get(0, { method: 'HEAD' })).toMatchObject({ status: 302, location: expect.stringContaining('shop.example') })
    await visits.flush()
    expect(reports).toMatchObject([{ by: 'machine', rule: 'head' }])
  })

  test.each([
    ['altered', (token: string) => `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`],
    ['cut', (token: string) => token.slice(0, -5)],
    ['somebody made up', () => 'x'],
    ['with a target beside it', (token: string) => `${token.slice(0, -4)}?url=https://evil.example/`],
    ['with a target behind it', (token: string) => `${token}/https://evil.example`],
  ])('one that is %s leads nowhere, with a page for people or a problem for programs', async (_, change) => {
    const { path, visits, reports } = doors()
    const answer = await path(`/c/${change(tokens.sign({ message: mail.key, link: 0 }))}`)
    expect(answer).toMatchObject({ status: 404, location: undefined })
    await visits.flush()
    expect(reports).toEqual([])
  })

  test.each<[string, number | 'open', string]>([
    ['a message that is gone', 0, 'gone'],
    ['a message that never left', 0, draft.key],
    ['a link that the mail does not have', 99, mail.key],
    ['a picture', 'open', mail.key],
  ])('the token of %s leads to a friendly page', async (_, link, message) => {
    const { path } = doors()
    const answer = await path(`/c/${tokens.sign({ message, link })}`)
    expect(answer).toMatchObject({ status: 404, location: undefined })
    expect(answer.body).toContain('This link leads nowhere any more')
    expect(answer.body).toContain('<p class="from">Hillside Outdoor</p>')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('nothing in an address tells who or what it is about', () => {
    const token = Buffer.from(tokens.sign({ message: mail.key, link: 0 }), 'base64url').toString('latin1')
    for (const word of ['welcome', 'greet', '1/']) expect(token).not.toContain(word)
  })

  test('a token for unsubscribing opens no link, and the other way round', async () => {
    const { path } = doors()
    const unsubscribe = server.tokens.sign({ subscriber: 1, effect: mail.key })
    expect(await path(`/c/${unsubscribe}`)).toMatchObject({ status: 404 })
    expect(await path(`/u/${tokens.sign({ message: mail.key, link: 0 })}`)).toMatchObject({ status: 404 })
  })
})

describe('the picture', () => {
  test('is a picture whatever happens, that nobody keeps and every page may show', async () => {
    const { path, reports } = doors()
    for (const token of [
      tokens.sign({ message: mail.key, link: 'open' }),
      tokens.sign({ message: 'gone', link: 'open' }),
      tokens.sign({ message: mail.key, link: 0 }),
      'x',
    ]) {
      const { status, headers } = await path(`/o/${token}`)
      expect(status).toBe(200)
      expect(headers).toMatchObject({ 'content-type': 'image/gif', 'cross-origin-resource-policy': 'cross-origin' })
      expect(headers['cache-control']).toContain('no-store')
    }
    expect(reports).toMatchObject([{ kind: 'opened', by: 'human', at: start + 60_000 }])
  })
})

describe('judging', () => {
  test('a link that is clicked twice within a minute is the same visit, an hour later another', async () => {
    const { clock, get, visits, reports } = doors()
    await get(0)
    await get(0)
    await visits.flush()
    await get(0)
    await visits.flush()
    clock.advanceTo(clock.now() + 3_600_000)
    await get(0)
    await visits.flush()
    expect(reports.map(({ id }) => id)).toEqual([reports[0]?.id, expect.not.stringMatching(reports[0]?.id ?? '')])
  })

  test('three links within a second are a machine; a second apart they are three clicks of a person', async () => {
    const { clock, get, visits, reports } = doors()
    for (const link of [0, 1, 2]) {
      await get(link)
      clock.advanceTo(clock.now() + 300)
    }
    await visits.flush()
    expect(reports.map(({ by }) => by)).toEqual(['machine', 'machine', 'machine'])
    reports.length = 0
    clock.advanceTo(clock.now() + 3_600_000)
    for (const link of [0, 1, 2]) {
      await get(link)
      clock.advanceTo(clock.now() + 1_000)
    }
    await visits.flush()
    expect(reports.map(({ by }) => by)).toEqual(['human', 'human', 'human'])
  })

  test('whoever follows the trap is remembered by what it calls itself, and nobody else pays for it', async () => {
    const { clock, get, visits, reports } = doors()
    expect(await get('trap')).toMatchObject({ status: 204, location: undefined })
    await visits.flush()
    clock.advanceTo(clock.now() + 60_000)
    await get(0)
    await get(1, { agent: `${firefox} Other` })
    await visits.flush()
    expect(reports.map(({ by, rule, link }) => [by, rule, link])).toEqual([
      ['machine', 'trap', '(a link that no person sees)'],
      ['machine', 'trap', 'https://shop.example/a?x=1'],
      ['human', 'none', 'https://shop.example/ä b'],
    ])
  })

  test('whoever asks for links without end is recorded up to a limit, keeps nobody waiting, and still gets where the links lead', async () => {
    const { clock, visits, reports } = doors()
    const before = process.cpuUsage().user
    for (let asked = 0; asked < 5_000; asked += 1) {
      visits.note(mail, { claim: { message: mail.key, link: asked % 4 }, method: 'GET', agent: `${firefox} ${asked}`, purpose: '' })
      if (asked % 1_000 === 0) clock.advanceTo(clock.now() + 100)
    }
    await visits.flush()
    // Of so many clicks each was held against all others, two times over: minutes. Processor time, because other work on the machine must not decide.
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(10_000)
    expect(reports).toHaveLength(limits.visitsPerHour)
    for (let asked = 0; asked < 500; asked += 1)
      visits.note(mail, { claim: { message: mail.key, link: 'open' }, method: 'GET', agent: `${firefox} ${asked}`, purpose: '' })
    await visits.flush()
    expect(reports.filter(({ by }) => by === 'human')).toHaveLength(limits.visitsPerHour)
    clock.advanceTo(clock.now() + 3_600_000)
    visits.note(mail, { claim: { message: mail.key, link: 'open' }, method: 'GET', agent: firefox, purpose: '' })
    await visits.flush()
    expect(reports.filter(({ by }) => by === 'human')).toHaveLength(limits.visitsPerHour + 1)
  })

  test('an opening is reported at once, and a click without waiting to be asked, at the next tenth of a second after it was held', async () => {
    const { clock, get, reports } = doors()
    clock.advanceTo(start + 60_030)
    await get('open')
    await get(0)
    expect(reports.map(({ kind, at }) => [kind, at - start])).toEqual([['opened', 60_030]])
    clock.advanceTo(start + 61_599)
    expect(reports).toHaveLength(1)
    clock.advanceTo(start + 61_600)
    expect(reports.map(({ kind, at }) => [kind, at - start])).toEqual([
      ['opened', 60_030],
      ['clicked', 60_030],
    ])
  })

  test('a repetition of what was not kept is reported again', async () => {
    const answers = [Promise.reject(new Error('full')), Promise.resolve(['duplicate'] as const), Promise.resolve(['accepted'] as const)]
    let asked = 0
    const visits = createVisits({ clock: new VirtualClock(start), report: () => answers[asked++] ?? Promise.reject(), onLost: () => {} })
    for (let times = 0; times < 5; times += 1) {
      visits.note(mail, { claim: { message: mail.key, link: 'open' }, method: 'GET', agent: firefox, purpose: '' })
      await visits.flush()
    }
    expect(asked).toBe(3)
  })

  test('a report that cannot be kept is told, and nobody waits for it', async () => {
    const lost: unknown[] = []
    const visits = createVisits({ clock: new VirtualClock(start), report: () => Promise.reject(new Error('full')), onLost: (reason) => lost.push(reason) })
    visits.note(mail, { claim: { message: mail.key, link: 'open' }, method: 'GET', agent: firefox, purpose: '' })
    await visits.flush()
    expect(lost).toMatchObject([{ message: 'full' }])
  })
})

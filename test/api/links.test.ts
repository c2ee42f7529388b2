// Unsubscribing over HTTP: who may, how, and what never does it.

import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createLinkTokens } from '../../src/api/links/link-token.ts'
import { createTestServer, type TestServer } from './test-server.ts'

let server: TestServer
afterEach(() => server?.app.close())

const claim = { subscriber: 42, topic: 'offers', effect: '42:welcome:1:1:remind:1' }
const oneClick = 'List-Unsubscribe=One-Click'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('tokens', () => {
  const tokens = createLinkTokens(['first-secret-with-at-least-32-characters', 'older-secret-with-at-least-32-characters'])

  test('a token gives back exactly what was signed, and the same claim always the same token', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.string({ minLength: 1 }), { nil: undefined }), fc.string(), (subscriber, topic, effect) => {
        const made = { subscriber, ...(topic !== undefined && { topic }), effect }
        const token = tokens.sign(made)
        expect(tokens.sign(made)).toBe(token)
        expect(token).toMatch(/^[\w-]+$/)
        expect(tokens.verify(token)).toEqual(made)
      }),
    )
  })

  test('a token says nothing about the subscriber', () => {
    const token = tokens.sign(claim)
    const bytes = Buffer.from(token, 'base64url').toString('latin1')
    for (const word of ['offers', 'welcome', '42:']) expect(bytes).not.toContain(word)
  })

  test('any change makes a token worthless', () => {
    const token = tokens.sign(claim)
    for (let index = 0; index < token.length; index++) {
      const changed = `${token.slice(0, index)}${token[index] === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`
      // The last character holds unused bits: another spelling of the same bytes is the same token.
      if (!Buffer.from(changed, 'base64url').equals(Buffer.from(token, 'base64url'))) expect(tokens.verify(changed)).toBeUndefined()
    }
    for (const other of ['', 'x', token.slice(0, -4), `${token}AAAA`, 'A'.repeat(5000), 'äöü']) expect(tokens.verify(other)).toBeUndefined()
  })

  test('a replaced secret still opens old links, an unknown one none', () => {
    const old = createLinkTokens(['older-secret-with-at-least-32-characters']).sign(claim)
    expect(tokens.verify(old)).toEqual(claim)
    expect(tokens.verify(createLinkTokens(['another-secret-with-at-least-32-characters']).sign(claim))).toBeUndefined()
    expect(() => createLinkTokens(['short'])).toThrow('32 characters')
  })
})

describe('the link', () => {
  const url = (): string => `/u/${server.tokens.sign(claim)}`

  test('GET and HEAD never unsubscribe, whoever asks', async () => {
    server = createTestServer()
    const agents = ['Mozilla/5.0', 'Barracuda Sentinel', 'Microsoft Office Existence Discovery', 'GoogleImageProxy', '']
    for (const agent of agents) {
      for (const method of ['GET', 'HEAD'] as const) {
        const answer = await server.app.inject({ method, url: url(), headers: { 'user-agent': agent } })
        expect([method, answer.statusCode]).toEqual([method, 200])
      }
      for (const tail of ['?List-Unsubscribe=One-Click', '?by=page&scope=all', '/undo'])
        await server.app.inject({ url: url() + tail, headers: { 'user-agent': agent } })
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) expect((await server.app.inject({ method, url: url() })).statusCode).toBe(405)
    }
    expect(server.inbox.commands).toEqual([])
  })

  test('the page names the sender and the topic, asks, and runs no script', async () => {
    server = createTestServer()
    const answer = await server.app.inject(url())
    expect(answer.body).toContain('Hillside Outdoor')
    expect(answer.body).toContain('Stop “offers”?')
    expect(answer.body).not.toContain('<script')
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  test('one-click unsubscribes at once, as a form of either kind, without a redirect', async () => {
    server = createTestServer()
    const multipart = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`
    const requests = [
      { payload: oneClick, headers: form },
      { payload: multipart, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      { payload: oneClick, headers: {} },
      { payload: '', headers: {} },
    ]
    for (const request of requests) {
      const answer = await server.app.inject({ method: 'POST', url: url(), ...request })
      expect([answer.statusCode, answer.body]).toEqual([200, 'Unsubscribed.\n'])
    }
    const expected = {
      identity: { subscriber: 42 },
      command: { do: 'unsubscribe', topic: 'offers', message: claim.effect, reason: 'one-click' },
      source: 'link',
    }
    expect(server.inbox.commands).toEqual([expected, expected, expected, expected])
  })

  test('the button unsubscribes from the topic, or from everything, and the way back is on the next page', async () => {
    server = createTestServer()
    const press = (tail: string, payload: string) => server.app.inject({ method: 'POST', url: url() + tail, headers: form, payload })
    const done = await press('', 'by=page')
    expect(done.body).toContain('You are unsubscribed')
    expect(done.body).toContain(`action="${server.tokens.sign(claim)}/undo"`)
    expect((await press('/undo', 'by=page')).body).toContain('You are subscribed again')
    expect((await press('', 'by=page&scope=all')).body).toContain('No more mails from Hillside Outdoor.')
    await press('/undo', 'by=page&scope=all')
    expect(server.inbox.commands.map(({ command }) => command)).toEqual([
      { do: 'unsubscribe', topic: 'offers', message: claim.effect, reason: 'link' },
      { do: 'subscribe', topic: 'offers', reason: 'link' },
      { do: 'unsubscribe', topic: 'all', message: claim.effect, reason: 'link' },
      { do: 'take back no', reason: 'link' },
    ])
  })

  test('the topic is called what it is called in the language of its reader, else of the browser, else of the page', async () => {
    const topics = [{ topic: 'offers', description: 'Offers', locales: { fr: { description: 'Bons plans' }, de: { description: 'Angebote' } } }]
    const tokens = createLinkTokens(['a-secret-of-at-least-32-characters-1'])
    const told = { tokens, workspace: () => 'Hillside', topics: () => topics }
    const asked = async (locale: string | undefined, accepts: string): Promise<string | undefined> => {
      server = createTestServer({ links: { ...told, readerOf: async () => ({ locale, topics: {} }) } })
      const answer = await server.app.inject({ url: `/u/${tokens.sign(claim)}`, headers: { 'accept-language': accepts } })
      return /<h1[^>]*>(.*?)<\/h1>/.exec(answer.body)?.[1]
    }
    expect([await asked('fr-CA', 'de'), await asked(undefined, 'fr-CH,fr;q=0.9,en;q=0.8'), await asked('it', 'de-AT'), await asked('en', 'de')]).toEqual([
      '„Bons plans“ abbestellen?',
      'Stop “Bons plans”?',
      '„Angebote“ abbestellen?',
      'Stop “Offers”?',
    ])
  })

  test('the page says that it is done where it is, offers the way back, and asks again after that', async () => {
    const no = { subscribed: false }
    const yes = { subscribed: true }
    const tokens = createLinkTokens(['a-secret-of-at-least-32-characters-1'])
    const opened = async (topics: Record<string, { subscribed: boolean }>, of: { topic?: string } = { topic: 'offers' }) => {
      server = createTestServer({ links: { tokens, workspace: () => 'Hillside', readerOf: async () => ({ locale: undefined, topics }) } })
      return (await server.app.inject(`/u/${tokens.sign({ subscriber: 42, effect: claim.effect, ...of })}`)).body
    }
    const left = await opened({ offers: no })
    for (const part of ['You are unsubscribed', 'No more mails of “offers”.', '/undo"', 'Subscribe me again', 'Stop all mails from Hillside'])
      expect(left).toContain(part)
    const leftAll = await opened({ all: no })
    for (const part of ['No more mails from Hillside.', '/undo"', '<input type="hidden" name="scope" value="all">']) expect(leftAll).toContain(part)
    expect(leftAll).not.toContain('Stop all mails')
    expect(await opened({ all: no }, {})).toContain('No more mails from Hillside.')
    for (const topics of [{}, { offers: yes }, { other: no }, { all: no, offers: yes }]) expect(await opened(topics)).toContain('Stop “offers”?')
    expect(await opened({ offers: no }, {})).toContain('Stop all mails from Hillside?')
    expect(server.inbox.commands).toEqual([])
  })

  test('a mail without a topic is a link to leave everything', async () => {
    server = createTestServer()
    const token = server.tokens.sign({ subscriber: 7, effect: 'e' })
    expect((await server.app.inject(`/u/${token}`)).body).toContain('Stop all mails from Hillside Outdoor?')
    await server.app.inject({ method: 'POST', url: `/u/${token}`, headers: form, payload: oneClick })
    expect(server.inbox.commands).toMatchObject([{ identity: { subscriber: 7 }, command: { topic: 'all' } }])
  })

  test('the answer waits until the decision is durable, and a full queue is no yes', async () => {
    server = createTestServer()
    const disk = Promise.withResolvers<void>()
    server.inbox.disk = disk.promise
    let isAnswered = false
    const answer = server.app.inject({ method: 'POST', url: url(), headers: form, payload: oneClick }).then((response) => {
      isAnswered = true
      return response
    })
    while (server.inbox.commands.length === 0) await new Promise(setImmediate)
    expect(isAnswered).toBe(false)
    disk.resolve()
    expect((await answer).statusCode).toBe(200)
    server.inbox.isFull = true
    const refused = await server.app.inject({ method: 'POST', url: url(), headers: form, payload: oneClick })
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
  })

  test('an altered link changes nothing and says what to do', async () => {
    server = createTestServer()
    const broken = url().slice(0, -6)
    const page = await server.app.inject(broken)
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.body).toContain('This link does not work')
    expect(page.body).toContain('<p class="from">Hillside Outdoor</p>')
    expect((await server.app.inject({ method: 'POST', url: broken, headers: form, payload: oneClick })).statusCode).toBe(404)
    expect((await server.app.inject({ method: 'POST', url: `${broken}/undo`, headers: form, payload: 'by=page' })).statusCode).toBe(404)
    expect(server.inbox.commands).toEqual([])
  })

  test('names cannot break out of the page', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\'`'
    const tokens = createLinkTokens(['a-secret-of-at-least-32-characters-1'])
    server = createTestServer({ links: { tokens, workspace: () => hostile, topics: () => [{ topic: 'offers', description: hostile }] } })
    const answer = await server.app.inject(`/u/${tokens.sign(claim)}`)
    expect(answer.body).not.toContain('<img')
    expect(answer.body).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&#96;')
  })
})

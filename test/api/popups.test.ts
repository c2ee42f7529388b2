// What a page says of a popup, when it cannot be kept at once, and when it is said twice.

import { afterEach, expect, test } from 'vitest'
import { createPopupBoard } from '../../src/channels/popup/popup-board.ts'
import { popupMessage } from '../channels/channel-contract.ts'
import { delivery } from '../stores/builders.ts'
import { basic, browserKey, createTestServer, emptyStore, serverKey, start, type TestServer } from './test-server.ts'

const board = createPopupBoard()
let server: TestServer
afterEach(() => server.app.close())

const visitor = { anonymousId: 'a-visitor' }

test('a reaction that could not be kept is not taken for known when the page says it again; one that was kept is one event', async () => {
  await board.channel.deliver({ ...popupMessage, times: 1, expiresAt: start + 60_000 } as typeof popupMessage)
  const sent = delivery(popupMessage.key, { channel: 'popup', status: 'sent', attemptedAt: start, finishedAt: start })
  const store = { ...emptyStore, resolve: async () => [1], messages: async () => [sent], delivery: async () => sent }
  server = createTestServer({ popups: { popups: { ...board, visit: async () => {} }, serverKeys: [serverKey], store } })
  const say = async (what: string): Promise<number> => {
    const answer = await server.app.inject({ method: 'POST', url: `/v1/popups/${id}/${what}`, headers: basic(browserKey), payload: JSON.stringify(visitor) })
    return answer.statusCode
  }
  const asked = await server.app.inject({ method: 'POST', url: '/v1/popups', headers: basic(browserKey), payload: JSON.stringify(visitor) })
  const id = (asked.json() as { popups: { id: string }[] }).popups[0]?.id
  const names = (): string[] => server.inbox.arrivals.map(({ event }) => event.name)

  for (const [what, name] of [
    ['shown', 'Message Opened'],
    ['clicked', 'Message Clicked'],
  ] as const) {
    server.inbox.isFull = true
    expect(await say(what)).toBe(503)
    server.inbox.isFull = false
    expect(names()).not.toContain(name)
    expect(await Promise.all([say(what), say(what)])).toEqual([202, 202])
    expect(await say(what)).toBe(202)
    expect(names().filter((one) => one === name)).toHaveLength(1)
  }
})

test('a visitor for whom nothing waits is answered without the writer', async () => {
  const visited: number[] = []
  const waiting = delivery(popupMessage.key, { channel: 'popup', status: 'waiting' })
  let isWaiting = false
  const store = {
    ...emptyStore,
    resolve: async () => [1],
    messages: async ({ status }: { status?: string }) => (status === 'waiting' && isWaiting ? [waiting] : []),
  }
  const popups = { ...board, visit: async (subscriber: number) => void visited.push(subscriber) }
  server = createTestServer({ popups: { popups, serverKeys: [serverKey], store } })
  const ask = (): Promise<unknown> => server.app.inject({ method: 'POST', url: '/v1/popups', headers: basic(browserKey), payload: JSON.stringify(visitor) })
  await ask()
  expect(visited).toEqual([])
  isWaiting = true
  await ask()
  expect(visited).toEqual([1])
})

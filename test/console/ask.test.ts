// The way of the console to the server where the network is bad: what is cut off is asked for once more, and is never taken for an answer.

import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test, vi } from 'vitest'
import { ask } from '../../console/src/client/ask.ts'

afterEach(() => vi.unstubAllGlobals())

/** Begins as an answer does, and breaks off. */
const cutOff = (): Response => {
  const encoder = new TextEncoder()
  let parts = 0
  return new Response(
    new ReadableStream({
      pull(stream) {
        parts += 1
        if (parts === 1) stream.enqueue(encoder.encode('{"lists":['))
        else stream.error(new TypeError('terminated'))
      },
    }),
  )
}

/** A network that brings these in turn; with which key each request came. */
function networkWith(...brought: readonly (() => Response)[]): { readonly keys: (string | undefined)[] } {
  const keys: (string | undefined)[] = []
  vi.stubGlobal('fetch', async (_: string, { headers }: { readonly headers: Readonly<Record<string, string>> }) => {
    const next = brought[keys.length]
    keys.push(headers['idempotency-key'])
    if (next === undefined) throw new TypeError('fetch failed')
    return next()
  })
  return { keys }
}

test('an answer that is cut off is asked for once more', async () => {
  networkWith(cutOff, () => Response.json({ lists: [] }))
  expect(await ask('GET /lists')).toEqual({ lists: [] })
})

test('a change whose answer is cut off is told again as the same change', async () => {
  const { keys } = networkWith(cutOff, () => Response.json({ added: 1, removed: 0, unknown: [] }))
  expect(await ask('POST /lists/{list}/members', { params: { list: 'vip' }, body: { add: ['ann'] } })).toMatchObject({ added: 1 })
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0]])
})

test('what is cut off again, or comes from somebody else than the server, is a problem and no empty answer', async () => {
  networkWith(cutOff, cutOff)
  await expect(ask('GET /lists')).rejects.toMatchObject({ code: 'unreachable' })
  networkWith(() => new Response('<html>Sign in to this network</html>'))
  await expect(ask('GET /lists')).rejects.toMatchObject({ code: 'unreachable' })
})

/** Runs what stands in the head of the page, which names these questions. */
function openPage(asks: readonly (readonly [path: string, body?: object])[]): void {
  const page = {
    document: { documentElement: { dataset: { asks: JSON.stringify(asks) }, classList: { toggle: () => false } }, addEventListener: () => undefined },
    matchMedia: () => ({ matches: false }),
    fetch: globalThis.fetch,
    oncueAsked: undefined,
  }
  runInNewContext(readFileSync(new URL('../../console/public/theme.js', import.meta.url), 'utf8'), page)
  vi.stubGlobal('oncueAsked', page.oncueAsked)
}

const early = (): Response => Response.json({ lists: ['early'] })
const late = (): Response => Response.json({ lists: ['late'] })

test('an answer that the page asked for early is taken once, by the very question, and asked for anew afterwards', async () => {
  networkWith(early, () => Response.json({ subscribers: [] }), late)
  openPage([['/lists'], ['/subscribers/search?limit=100', {}]])
  expect(await ask('GET /lists')).toEqual({ lists: ['early'] })
  expect(await ask('POST /subscribers/search', { query: { limit: 100 }, body: {} })).toEqual({ subscribers: [] })
  expect(await ask('GET /lists')).toEqual({ lists: ['late'] })
})

test('an early answer that is older than a change is not taken; one that failed is asked for again', async () => {
  networkWith(early, () => Response.json({ added: 1, removed: 0, unknown: [] }), late)
  openPage([['/lists']])
  await ask('POST /lists/{list}/members', { params: { list: 'vip' }, body: { add: ['ann'] } })
  expect(await ask('GET /lists')).toEqual({ lists: ['late'] })
  networkWith(cutOff, late)
  openPage([['/lists']])
  expect(await ask('GET /lists')).toEqual({ lists: ['late'] })
})

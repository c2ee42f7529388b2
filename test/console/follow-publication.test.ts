// Following what publishing would mean while others publish: the server tells of the newest publication alone.

import { afterEach, expect, test, vi } from 'vitest'
import { followPublication } from '../../console/src/shell/publish/follow-publication.ts'

afterEach(() => vi.unstubAllGlobals())

/** A server that answers with these states in turn, and then with the last; what it was asked. */
function serverSaying(...states: readonly string[]): { readonly asked: string[] } {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, { method }: { readonly method: string }) => {
    const state = states[asked.length] ?? states.at(-1)
    asked.push(`${method} ${url.slice('/admin/v1'.length).split('?')[0]}`)
    return Response.json({ state, problem: state === 'refused' ? 'a template is missing' : null })
  })
  return { asked }
}

const choices = { people: 'stay', map: {}, existing: false } as const
const signal = new AbortController().signal
const follow = async (mode: 'dry run' | 'publish'): Promise<string> =>
  (await followPublication(['journeys/cart.yaml'], { ...choices, mode }, { signal, tell: () => {} })).state

test('what publishing would mean is asked once more when something else came into force meanwhile', async () => {
  const { asked } = serverSaying('comparing', 'in force', 'comparing', 'ready')
  expect(await follow('dry run')).toBe('ready')
  expect(asked).toEqual(['POST /drafts/publish', 'GET /publish', 'POST /drafts/publish', 'GET /publish'])
})

test('a publication is followed to its end and never begun twice', async () => {
  const { asked } = serverSaying('comparing', 'reading history', 'in force')
  expect(await follow('publish')).toBe('in force')
  const others = serverSaying('comparing', 'ready')
  expect(await follow('publish')).toBe('ready')
  for (const one of [asked, others.asked]) expect(one.filter((what) => what.startsWith('POST'))).toHaveLength(1)
})

test('what was refused is a problem that says why', async () => {
  serverSaying('comparing', 'refused')
  await expect(follow('dry run')).rejects.toMatchObject({ message: expect.stringContaining('a template is missing') })
})

// What history says against definitions beyond their forecast: names of events that are almost those that arrive.

import { expect, test } from 'vitest'
import { type LookAheadGround, lookAhead } from '../../src/desks/look-ahead.ts'
import { workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import { happened, plainRenderer, sourceWith, start, workshop } from '../runtime/workshop.ts'

test('a name that is almost that of what arrives is warned of with its place; one that arrives, or is nobody’s, is not', async () => {
  const { runtime, store, submit } = await workshop(sourceWith())
  await submit(happened('Trial Started', { userId: 'ann' }), happened('Newsletter Read', { userId: 'ann' }))
  await runtime.stop()
  const journeys = ['Trial started', 'Newsleter Read', 'Newsletter Read', 'Never Heard Of'].map((name, index) =>
    journeySchema.parse({ journey: `j${index}`, enter: [{ on: name }], steps: [] }),
  )
  const definitions = { workspace: workspaceSchema.parse({ workspace: 'shop' }), journeys, segments: [], templates: [] }
  const ground: LookAheadGround = { store, thread: undefined, channelLimits: {}, renderer: plainRenderer, now: start }
  const { problems } = await lookAhead(definitions, ground)
  expect(problems.map(({ severity, code, definition, path, message, fix }) => [severity, code, definition.name, path, message, fix])).toEqual([
    [
      'warning',
      'event.spelling',
      'j0',
      ['enter', 0, 'on'],
      '"Trial started" and "Trial Started" are two events: names are told apart by upper and lower case, spaces and signs.',
      'Did you mean "Trial Started"?',
    ],
    [
      'warning',
      'event.unseen',
      'j1',
      ['enter', 0, 'on'],
      'No event called "Newsleter Read" arrived lately, but "Newsletter Read" did.',
      'Did you mean "Newsletter Read"?',
    ],
  ])
})

test('the newest lines of the log are read a piece at a time, so that whoever asks the doors something meanwhile does not wait for all of them', async () => {
  const { runtime, store, submit } = await workshop(sourceWith())
  await submit(...Array.from({ length: 1500 }, (_, index) => happened('Page Read', { userId: `reader-${index % 50}` })))
  await runtime.stop()
  let most = 0
  const readLog: typeof store.readLog = async (after, limit) => {
    const lines = await store.readLog(after, limit)
    most = Math.max(most, lines.length)
    return lines
  }
  const looking = new Proxy(store, { get: (target, name) => (name === 'readLog' ? readLog : target[name as keyof typeof target]) })
  const definitions = {
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: [journeySchema.parse({ journey: 'read', enter: [{ on: 'Page read' }], steps: [] })],
    segments: [],
    templates: [],
  }
  const { problems } = await lookAhead(definitions, { store: looking, thread: undefined, channelLimits: {}, renderer: plainRenderer, now: start })
  expect(problems.map(({ code }) => code)).toEqual(['event.spelling'])
  expect(most).toBeLessThanOrEqual(500)
})

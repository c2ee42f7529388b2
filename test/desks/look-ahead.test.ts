// What history says against definitions beyond their forecast: names of events that are almost those that arrive.

import { expect, test } from 'vitest'
import { lookingRenderer } from '../../src/content/looking-renderer.ts'
import { type LookAheadGround, lookAhead } from '../../src/desks/look-ahead.ts'
import { templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
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

test('a property that a mail prints and no event that lets somebody in has is warned of with its place; where it may come from elsewhere, is asked for or has a default, it is not', async () => {
  const { runtime, store, submit } = await workshop(sourceWith())
  const events = Array.from({ length: 30 }, (_, index) => {
    const properties = { product_id: 'mug', shelf: { name: 'top' }, ...(index === 29 && { seldom: 'yes' }) }
    return happened('Product Viewed', { userId: `reader-${index}`, properties })
  })
  await submit(...events, happened('Rarely Seen', { userId: 'reader-1', properties: {} }))
  await runtime.stop()
  const mail = (template: string, html: string, subject = 'Hello') => templateSchema.parse({ template, subject, html })
  const journey = (name: string, send: string, enter: object[], more: object[] = []) =>
    journeySchema.parse({ journey: name, enter, steps: [{ id: 'mail', send }, ...more] })
  const definitions = {
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: [
      journey('seen', 'typo', [{ on: 'Product Viewed' }], [{ id: 'on', start: 'begun' }]),
      journey('good', 'good', [{ on: 'Product Viewed' }]),
      // Of these somebody may come in with it, or nobody knows what the event has.
      journey('both', 'typo', [{ on: 'Product Viewed' }, { becomes: { event: 'Product Viewed' } }]),
      journey('rare', 'typo', [{ on: 'Rarely Seen' }]),
      journey('one-of-two', 'typo', [{ on: ['Product Viewed', 'Rarely Seen'] }]),
      journey('begun', 'typo', [{ on: 'Product Viewed' }]),
      journey('clicked', 'clicked', [{ on: 'Message Clicked' }]),
    ],
    segments: [],
    templates: [
      mail('typo', '<p>{{ trigger.shelf.name }} {{ trigger.prodct_id }} {{ trigger.seldom }}</p>'),
      mail('good', '<p>{{ trigger.product_id }} {{ trigger.gift | default: "" }}{% if trigger.note %}{{ trigger.note }}{% endif %}</p>'),
      mail('clicked', '<p>{{ trigger.link }} {{ trigger.colour }}</p>'),
    ],
  }
  const ground: LookAheadGround = { store, thread: undefined, channelLimits: {}, renderer: lookingRenderer, now: start }
  const { problems } = await lookAhead(definitions, ground)
  const unseen = problems.filter(({ code }) => code === 'trigger.unseen')
  expect(unseen.map(({ definition, path, message, fix }) => [definition, path, message, fix])).toEqual([
    [
      { kind: 'template', name: 'typo' },
      ['html'],
      '{{ trigger.prodct_id }} is empty in every mail of seen: of the events that let somebody in (Product Viewed), none that arrived lately has a property "prodct_id".',
      'Did you mean "trigger.product_id"?',
    ],
    [
      { kind: 'template', name: 'clicked' },
      ['html'],
      '{{ trigger.colour }} is empty in every mail of clicked: of the events that let somebody in (Message Clicked), none that arrived lately has a property "colour".',
      expect.stringContaining("{{ trigger.colour | default: '...' }}"),
    ],
  ])
})

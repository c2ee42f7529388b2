// Eight in the morning where the reader lives. Elsewhere it became nine, a weekday was the wrong one east of UTC, and the nights on which the
// clocks change sent twice or never. Every kind of wait, zone by zone, stands in docs/reference/time-zones.md and is tested row by row there;
// here it is the mail itself that is looked at.

import { expect, test } from 'vitest'
import { day, hour, startVirtualProduct } from '../product/virtual-product.ts'
import { happened, Notebook } from '../runtime/workshop.ts'

const files = (steps: string): Record<string, string> => ({
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
  'journey.yaml': `journey: hello\nenter: [{ on: Go }]\nsteps:\n${steps}`,
})

const morning = "  - { id: morning, wait: { until: '08:00' } }\n  - { id: note, send: note }\n"
const tuesday = "  - { id: morning, wait: { until: '08:00', days: [tue] } }\n  - { id: note, send: note }\n"
const inTheGap = "  - { id: morning, wait: { until: '02:30' } }\n  - { id: note, send: note }\n"

interface Case {
  readonly name: string
  readonly zone: string
  readonly go: string
  readonly steps: string
  readonly sent: string
  readonly moves?: { readonly at: string; readonly to: string }
}

const cases: readonly Case[] = [
  { name: 'in winter', zone: 'Europe/Berlin', go: '2026-01-10T12:00Z', steps: morning, sent: '2026-01-11T07:00:00.000Z' },
  { name: 'over the night on which clocks go forward', zone: 'Europe/Berlin', go: '2026-03-28T12:00Z', steps: morning, sent: '2026-03-29T06:00:00.000Z' },
  { name: 'over the night on which they go back', zone: 'Europe/Berlin', go: '2026-10-24T12:00Z', steps: morning, sent: '2026-10-25T07:00:00.000Z' },
  { name: 'south of the equator', zone: 'Australia/Sydney', go: '2026-04-04T02:00Z', steps: morning, sent: '2026-04-04T22:00:00.000Z' },
  { name: 'by half hours', zone: 'Asia/Kolkata', go: '2026-05-01T12:00Z', steps: morning, sent: '2026-05-02T02:30:00.000Z' },
  { name: 'a weekday east of UTC', zone: 'Pacific/Auckland', go: '2026-06-07T12:00Z', steps: tuesday, sent: '2026-06-08T20:00:00.000Z' },
  { name: 'a weekday west of UTC', zone: 'Pacific/Honolulu', go: '2026-06-07T12:00Z', steps: tuesday, sent: '2026-06-09T18:00:00.000Z' },
  { name: 'a time that does not exist that night', zone: 'Europe/Berlin', go: '2026-03-28T12:00Z', steps: inTheGap, sent: '2026-03-29T01:00:00.000Z' },
  { name: 'a time that comes twice that night', zone: 'Europe/Berlin', go: '2026-10-24T12:00Z', steps: inTheGap, sent: '2026-10-25T00:30:00.000Z' },
  {
    name: 'when the reader moves east during the wait',
    zone: 'Europe/Berlin',
    go: '2026-01-10T12:00Z',
    moves: { at: '2026-01-10T14:00Z', to: 'Asia/Tokyo' },
    steps: morning,
    sent: '2026-01-10T23:00:00.000Z',
  },
  {
    name: 'when the reader moves west during the wait',
    zone: 'Europe/Berlin',
    go: '2026-01-10T12:00Z',
    moves: { at: '2026-01-10T14:00Z', to: 'America/Los_Angeles' },
    steps: morning,
    sent: '2026-01-10T16:00:00.000Z',
  },
]

test.each(cases)('S14: one mail at the time that was written, $name ($zone)', async ({ zone, go, moves, steps, sent }) => {
  const mail = new Notebook()
  const product = await startVirtualProduct(files(steps), () => [mail])
  const at = Date.parse(go)
  // In one leap, as a test of its own that deciding late is deciding the same.
  product.clock.advanceTo(at)
  const traits = { email: 'ann@mail.example', timezone: zone }
  await product.runtime.inbox.submit([happened('Go', { userId: 'ann', at, traits })])
  if (moves !== undefined) {
    await product.advanceTo(Date.parse(moves.at), hour)
    await product.runtime.inbox.submit([happened('Moved', { userId: 'ann', at: product.clock.now(), traits: { timezone: moves.to } })])
  }
  await product.advanceTo(Date.parse(sent) - 1, day)
  expect(mail.messages).toEqual([])
  await product.restartAt(Date.parse(sent))
  await product.advanceTo(Date.parse(sent) + 9 * day, 6 * hour)
  expect(mail.messages.map((message) => new Date('date' in message ? message.date : 0).toISOString())).toEqual([sent])
})

test.each([
  ['forward', '2026-03-27T12:00Z', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']],
  ['back', '2026-10-23T12:00Z', ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']],
])('S14: what is sent every day at 02:30 is sent once on each day over the night on which clocks go %s', async (_, go, sent) => {
  const mail = new Notebook()
  const daily =
    "journey: daily\nenter: [{ at: '30 2 * * *', zone: Europe/Berlin, for: { attribute: email, exists: true } }]\nagain: always\nsteps: [{ id: note, send: note }]\n"
  const product = await startVirtualProduct({ ...files(morning), 'daily.yaml': daily }, () => [mail])
  product.clock.advanceTo(Date.parse(go))
  await product.identify('ann')
  await product.advanceTo(Date.parse(go) + 3 * day, hour / 2)
  expect(mail.messages.map((message) => new Date('date' in message ? message.date : 0).toISOString().slice(0, 16))).toEqual(sent)
})

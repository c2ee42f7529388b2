// What is compared in a split: who reached the goal and, with a goal or without, what people did with the mails of each variant.

import { expect, test } from 'vitest'
import { Counted } from '../../src/insight/counted.ts'
import { experimentsOf, splitsOf } from '../../src/insight/lift.ts'
import type { Step } from '../../src/model/journey.ts'

const steps: readonly Step[] = [
  { id: 'hello', send: 'hello' },
  {
    id: 'subject',
    split: [
      {
        variant: 'plain',
        steps: [
          { id: 'plain-mail', send: 'plain' },
          {
            split: [
              { variant: 'x', steps: [{ send: 'deeper' }] },
              { variant: 'y', steps: [] },
            ],
          },
        ],
      },
      {
        variant: 'bold',
        steps: [
          { id: 'bold-mail', send: 'bold' },
          { id: 'note', nothing: true },
        ],
      },
      { variant: 'none', steps: [{ id: 'rest', wait: '1d' }] },
    ],
  },
]

const counts = (step: string, measures: Readonly<Record<string, number>>) =>
  Object.entries(measures).map(([measure, count]) => ({ version: 1, step, measure, count }))

const counted = new Counted([
  ...counts('subject', { 'variant: plain': 400, 'variant: bold': 400, 'variant: none': 400 }),
  ...counts('hello', { sent: 1200, 'opened by human': 900 }),
  ...counts('plain-mail', { sent: 300, 'opened by human': 60, 'opened by proxy': 200, 'clicked by human': 4 }),
  ...counts('1.0.1.0.0', { sent: 100, 'opened by human': 20, 'clicked by human': 2 }),
  ...counts('bold-mail', { sent: 390, 'opened by human': 130, 'clicked by human': 4 }),
])

test('two subjects are compared by what people did with the mails of each, without a goal too', () => {
  const [subject, inner] = experimentsOf(splitsOf(steps), counted, { hasGoal: false })
  expect(subject).toMatchObject({ step: 'subject', place: 'steps.1', winner: null })
  const [plain, bold, none] = subject?.variants ?? []
  // The mails of everything inside a variant are its own; what proxies fetch is nobody's.
  expect(plain?.mails).toMatchObject({ sent: 400, opened: { count: 80, rate: 0.2, comparison: null }, clicked: { count: 6, rate: 0.015 } })
  expect(bold?.mails).toMatchObject({
    sent: 390,
    opened: { count: 130, comparison: { verdict: 'higher' } },
    clicked: { comparison: { verdict: 'too few to say' } },
  })
  expect(none?.mails).toBeNull()
  expect([plain, bold, none].map((one) => one?.comparison)).toEqual([null, null, null])
  expect(inner?.variants.map(({ mails }) => mails?.sent)).toEqual([100, undefined])
})

test('once everybody has one variant nothing is compared any more, and what was opened is still told', () => {
  const splits = splitsOf(steps.map((step) => ('split' in step ? { ...step, winner: 'bold' } : step)))
  const bold = experimentsOf(splits, counted, { hasGoal: true })[0]?.variants[1]
  expect(bold).toMatchObject({ comparison: null, mails: { opened: { count: 130, comparison: null } } })
})

test('mails that were opened without anybody knowing that they left are no more than those that were sent', () => {
  const few = new Counted(counts('bold-mail', { sent: 1, 'opened by human': 3 }))
  const bold = experimentsOf(splitsOf(steps), few, { hasGoal: true })[0]?.variants[1]
  expect(bold?.mails).toMatchObject({ sent: 1, opened: { count: 1, rate: 1 } })
})

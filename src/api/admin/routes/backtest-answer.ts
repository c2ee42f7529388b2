// What a backtest found, as the door describes it: the shape of src/insight/backtest/backtest-report.ts.

import { z } from 'zod'
import { assumptionKinds } from '../../../insight/backtest/assumptions.ts'
import { pace, percentiles, segmentDay } from '../counted.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'

const whole = z.int()
const reasons = z.record(z.string(), whole)
const example = named('BacktestExample', { subscriber: whole.describe('The number of the person'), lines: z.array(z.string()) }).describe(
  'Somebody, with what happened to them line by line',
)
const threshold = z.strictObject({
  condition: z.string(),
  said: said.optional().describe('The condition as data; not there in what an older version of Oncue found'),
  unit: z.string().describe('times, amount, share (0 to 1), parts (of a sequence) or ms'),
  wanted: z.number(),
  asks: z
    .enum(['gte', 'gt', 'lte', 'lt'])
    .optional()
    .describe('On which side of `wanted` it holds; not there in what an older version of Oncue found, which measured `gte` and `gt` alone'),
  people: whole,
  reached: whole,
  onlyThis: whole.nullable().describe('People for whom everything else held at least once, and never everything; null where nothing else is asked'),
  distribution: z
    .array(z.strictObject({ value: z.number(), people: whole }))
    .describe('How many came to how much, of each person the nearest: the most where much is asked, the least where little is'),
  percentiles: percentiles.describe('Half, 75, 90 and 95 of 100 people came to no more than this'),
})
const step = z
  .looseObject({
    step: z.string(),
    reached: whole,
    sent: whole,
    skipped: whole,
    skippedBecause: reasons,
    refusedBecause: reasons,
  })
  .meta({ id: 'BacktestStep' })
const journey = named('BacktestJourney', {
  journey: z.string(),
  version: whole,
  entered: whole,
  people: whole,
  notEntered: reasons.describe('Why people who were at the door did not enter'),
  heldUp: z.record(z.string(), z.strictObject({ times: whole, hours: z.number() })).describe('How often messages had to wait, by what held them up'),
  messages: whole,
  hasGoal: z.boolean(),
  hasRun: z.boolean().describe('Whether this version ever ran'),
  report: z
    .looseObject({ completed: whole, exited: whole, converted: whole, exitedBecause: reasons, steps: z.array(step) })
    .describe('Its passages and steps, with everything that statistics of a version have'),
  exitsSaid: z
    .array(z.strictObject({ because: z.string(), said }))
    .optional()
    .describe('The reasons in `exitedBecause`, as data; not there in what an older version of Oncue found'),
  thresholds: z.array(threshold),
  perDay: z.array(z.strictObject({ day: z.string(), entered: whole, messages: whole })),
  pace: z.strictObject({ entries: pace, messages: pace }).describe('What an hour and a day of the period are like'),
  examples: z.array(example),
})
const channel = named('BacktestChannel', {
  channel: z.string(),
  messages: whole,
  peakDay: z.strictObject({ day: z.string(), messages: whole }),
  peakMinute: z.strictObject({ at: whole, messages: whole }),
  limitPerMinute: z.number().nullable(),
  peakTakesMinutes: z.number().nullable(),
  jam: z
    .strictObject({ since: z.number().describe('UTC milliseconds'), messages: whole, minutes: z.number() })
    .nullable()
    .describe('The worst wait for the limit: when it began, how many waited, and how long the last of them'),
})
const segment = named('BacktestSegment', {
  segment: z.string(),
  before: whole
    .optional()
    .describe(
      'Who was in it when the period began, and so did not come in; a publication counts those of them who were not in it before as coming in. Reports that an older version kept have none',
    ),
  entered: whole.describe('How often somebody came in'),
  left: whole.describe('How often somebody left'),
  people: whole.describe('Who came in'),
  held: whole.describe('Who is in it at the end of the period'),
  perDay: z.array(segmentDay),
  examples: z.array(example),
})
const arm = named('BacktestArm', {
  name: z.string(),
  journeys: z.array(journey),
  segments: z.array(segment).optional().describe('Those that not every arm defines alike; reports that an older version kept have none'),
  channels: z.array(channel),
  peopleEntered: whole,
  peopleMailed: whole,
  weekly: z
    .strictObject({ personWeeks: whole, mean: z.number(), median: z.number(), p95: z.number(), most: z.number() })
    .describe('Mails and text messages of one person in one week in which there was any'),
  overlaps: z.array(z.strictObject({ journeys: z.tuple([z.string(), z.string()]), people: whole })),
})
const difference = z.strictObject({
  before: z.string(),
  after: z.string(),
  peopleWhoDiffer: whole,
  journeys: z.array(z.strictObject({ journey: z.string(), onlyBefore: whole, onlyAfter: whole, alike: whole, otherwise: whole })),
  segments: z
    .array(z.strictObject({ segment: z.string(), onlyBefore: whole, onlyAfter: whole, both: whole }))
    .optional()
    .describe('Who is in a segment at the end of the period in one of both only, or in both; reports that an older version kept have none'),
  examples: z.array(example),
})

/** The report. */
export const backtestAnswer = named('BacktestReport', {
  from: z.number().describe('UTC milliseconds'),
  to: z.number().describe('UTC milliseconds'),
  days: z.number().describe('Days of the period in which anything is known'),
  people: whole,
  events: whole,
  assumptions: z.array(z.string()).describe('What the result rests on'),
  restsOn: z
    .array(
      z.strictObject({
        kind: z.enum(assumptionKinds),
        mails: whole.nullable().describe('Of answers drawn from the past: out of how many mails'),
        seed: z.string().nullable().describe('Of answers drawn from the past: by which seed'),
      }),
    )
    .optional()
    .describe('The same as data; reports that an older version kept have none'),
  arms: z.array(arm).describe('The first is what the others are held against'),
  differences: z.array(difference).describe('One for each arm after the first'),
}).describe('What was found, as `oncue backtest --json` says it')

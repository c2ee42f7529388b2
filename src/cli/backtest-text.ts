// What a backtest found, as people read it: first what it rests on, then each journey with every arm beside the other, then volume and overlap.

import { durationWords } from '../engine/conditions/evidence.ts'
import type { ArmReport, BacktestedJourney, BacktestedSegment, BacktestReport, DifferenceReport } from '../insight/backtest/backtest-report.ts'
import { printable, table } from './table.ts'
import { weeksText } from './weeks-text.ts'

export interface BacktestTextOptions {
  readonly title: string
  readonly columns: number
  /** Only this journey. */
  readonly journey: string | undefined
}

const dayMs = 86_400_000
const shownReasons = 4
/** Counts beside the one that is asked for. */
const shownAround = 5
const shownOverlaps = 8

export function backtestText(report: BacktestReport, { title, columns, journey }: BacktestTextOptions): string {
  const { from, to, people, events, arms, differences, assumptions } = report
  const days = Math.max(1, Math.round((to - from) / dayMs))
  const head = `${printable(title)}, ${dateText(from)} to ${dateText(to)} (${number(days)} ${days === 1 ? 'day' : 'days'}): ${number(events)} ${events === 1 ? 'event' : 'events'} of ${number(people)} ${people === 1 ? 'person' : 'people'}\n`
  const names = [...new Set(arms.flatMap((arm) => arm.journeys.map((one) => one.journey)))].filter((name) => journey === undefined || name === journey)
  // Weeks of one that is asked about; of all they would bury what is said of each.
  const journeys = names.map((name) => `${journeyText(name, arms, columns)}${journey === undefined ? '' : weeksText(name, arms, columns)}`)
  const parts = [
    head,
    ...journeys,
    ...(journey === undefined ? segmentNames(arms).map((name) => segmentText(name, { arms, differences, columns })) : []),
    volumeText(arms, columns),
    overlapText(arms, columns),
    ...differences.map((one) => differenceText(one, { columns, journey })),
  ]
  return `${parts.filter((part) => part !== '').join('\n')}\nWhat this rests on\n${assumptions.map((line) => `  - ${line}\n`).join('')}`
}

interface Line {
  readonly what: string
  readonly values: readonly string[]
}

function journeyText(name: string, arms: readonly ArmReport[], columns: number): string {
  const own = arms.map((arm) => arm.journeys.find((one) => one.journey === name))
  const lines: Line[] = []
  const row = (what: string, value: (journey: BacktestedJourney) => string | number): void =>
    void lines.push({ what, values: own.map((one) => (one === undefined ? '-' : shown(value(one)))) })
  row('entered', ({ entered }) => entered)
  row('  people', ({ people }) => people)
  for (const reason of reasonsOf(own, ({ notEntered }) => notEntered)) row(`  not let in: ${reason}`, ({ notEntered }) => notEntered[reason] ?? 0)
  row('messages', ({ messages }) => messages)
  for (const step of stepsOf(own)) {
    const of = (journey: BacktestedJourney) => journey.report.steps.find((one) => one.step === step)
    row(`  ${step}: sent`, (journey) => of(journey)?.sent ?? '-')
    for (const reason of reasonsOf(own, (journey) => of(journey)?.refusedBecause ?? {}))
      row(`    held back: ${reason}`, (journey) => of(journey)?.refusedBecause[reason] ?? 0)
    for (const reason of reasonsOf(own, (journey) => of(journey)?.skippedBecause ?? {}))
      row(`    skipped: ${reason}`, (journey) => of(journey)?.skippedBecause[reason] ?? 0)
  }
  const rules = new Set(own.flatMap((one) => Object.keys(one?.heldUp ?? {})))
  for (const rule of rules) row(`  had to wait: ${rule}`, ({ heldUp }) => heldUp[rule]?.times ?? 0)
  row('completed', ({ report }) => report.completed)
  for (const reason of reasonsOf(own, ({ report }) => report.exitedBecause)) row(`left: ${reason}`, ({ report }) => report.exitedBecause[reason] ?? 0)
  row('still inside', ({ report }) => report.inside)
  if (own.some((one) => one?.hasGoal))
    row('reached the goal', ({ report, entered, hasRun }) => `${shareText(report.converted, entered)}${hasRun ? '' : ' anyway'}`)
  row('busiest day', ({ perDay }) => busiest(perDay))
  const examples = own.findLast((one) => one !== undefined)?.examples ?? []
  const newest = own.findLast((one) => one !== undefined)
  return `${sideBySide(printable(name), lines, { arms, columns })}${examplesText(examples, columns)}${newest === undefined ? '' : thresholdText(newest.thresholds)}`
}

interface Sheet {
  readonly arms: readonly ArmReport[]
  readonly columns: number
}

/** Every arm beside the other. */
function sideBySide(title: string, lines: readonly Line[], { arms, columns }: Sheet): string {
  const layout = [
    { title, value: ({ what }: Line) => `  ${what}` },
    ...arms.map((arm, index) => ({ title: arm.name, value: ({ values }: Line) => values[index], align: 'right' as const })),
  ]
  return table(lines, layout, columns)
}

function examplesText(examples: BacktestedJourney['examples'], columns: number): string {
  if (examples.length === 0) return ''
  return wrapped(`  for example: ${examples.map(({ subscriber, lines: [at] }) => `#${subscriber} at ${at}`).join(', ')}\n`, columns)
}

const sideWords = { gte: 'came to', gt: 'came to more than', lte: 'had at most', lt: 'had less than' } as const

/** Of the newest arm: what people came to, beside what is asked. */
function thresholdText(thresholds: BacktestedJourney['thresholds']): string {
  return thresholds
    .map(({ condition, unit, wanted, asks, people, reached, onlyThis, distribution, percentiles }) => {
      const value = (amount: number): string => (unit === 'ms' ? durationWords(amount) : number(amount))
      const isMuch = asks === 'gte' || asks === 'gt'
      const shown = unit === 'times' || unit === 'parts' ? distribution.filter((one) => Math.abs(one.value - wanted) <= shownAround) : []
      const beyond = (is: (value: number) => boolean): number => distribution.reduce((sum, one) => sum + (is(one.value - wanted) ? one.people : 0), 0)
      const [fewer, more] = [beyond((by) => by < -shownAround), beyond((by) => by > shownAround)]
      const spread = shown.map((one) => `${value(one.value)}: ${number(one.people)}`).join(', ')
      const { p50, p75, p90, p95 } = percentiles
      const lines = [
        `  ${printable(condition)}`,
        `    ${number(reached)} of ${number(people)} people ${sideWords[asks]} ${value(wanted)}${onlyThis === null ? '' : `; it alone stood in the way of ${number(onlyThis)}`}`,
        `    ${isMuch ? '' : 'at the least they had, '}50, 75, 90 and 95 of 100 ${isMuch ? 'came to' : 'had'} no more than ${value(p50)}, ${value(p75)}, ${value(p90)} and ${value(p95)}`,
        ...(spread === ''
          ? []
          : [
              `    people by the ${isMuch ? 'most they came to' : 'least they had'}: ${fewer === 0 ? '' : `fewer: ${number(fewer)}, `}${spread}${more === 0 ? '' : `, more: ${number(more)}`}`,
            ]),
      ]
      return lines.map((line) => `${line}\n`).join('')
    })
    .join('')
}

/** Steps in the order of the newest arm that has them, then those of others; only those that send or may be skipped. */
function stepsOf(own: readonly (BacktestedJourney | undefined)[]): readonly string[] {
  const steps = own.toReversed().flatMap((one) => one?.report.steps ?? [])
  const telling = steps.filter(({ sent, refused, skipped, failed }) => sent + refused + skipped + failed > 0)
  return [...new Set(telling.map(({ step }) => step))]
}

/** The reasons that count most, over all arms. */
function reasonsOf(own: readonly (BacktestedJourney | undefined)[], of: (journey: BacktestedJourney) => Readonly<Record<string, number>>): readonly string[] {
  const totals = new Map<string, number>()
  for (const one of own) for (const [reason, count] of Object.entries(one === undefined ? {} : of(one))) totals.set(reason, (totals.get(reason) ?? 0) + count)
  return [...totals]
    .sort(([, first], [, second]) => second - first)
    .slice(0, shownReasons)
    .map(([reason]) => reason)
}

function segmentNames(arms: readonly ArmReport[]): readonly string[] {
  return [...new Set(arms.flatMap(({ segments }) => segments.map(({ segment }) => segment)))]
}

function segmentText(name: string, { arms, differences, columns }: Pick<BacktestReport, 'arms' | 'differences'> & { readonly columns: number }): string {
  const own = arms.map(({ segments }) => segments.find(({ segment }) => segment === name))
  const row = (what: string, value: (segment: BacktestedSegment) => number): Line => ({
    what,
    values: own.map((one) => (one === undefined ? '-' : number(value(one)))),
  })
  const lines = [
    row('in it at the start', ({ before }) => before),
    row('entered', ({ entered }) => entered),
    row('  people', ({ people }) => people),
    row('left', ({ left }) => left),
    row('in it at the end', ({ held }) => held),
  ]
  const moved = differences.flatMap(({ segments, after }, index) => {
    const one = segments.find(({ segment }) => segment === name)
    if (one === undefined || own[0] === undefined || own[index + 1] === undefined) return []
    return `  with "${printable(after)}" ${number(one.onlyAfter)} more are in it at the end, and ${number(one.onlyBefore)} no more; ${number(one.both)} either way\n`
  })
  return `${sideBySide(`segment ${printable(name)}`, lines, { arms, columns })}${moved.join('')}${examplesText(own.at(-1)?.examples ?? [], columns)}`
}

function busiest(perDay: BacktestedJourney['perDay']): string {
  const [most] = perDay.toSorted((one, other) => other.entered - one.entered)
  return most === undefined ? '-' : `${number(most.entered)} on ${most.day}`
}

function volumeText(arms: readonly ArmReport[], columns: number): string {
  const lines: Line[] = []
  const row = (what: string, value: (arm: ArmReport) => string | number): void => void lines.push({ what, values: arms.map((arm) => shown(value(arm))) })
  const channels = [...new Set(arms.flatMap((arm) => arm.channels.map(({ channel }) => channel)))].sort()
  for (const channel of channels) {
    const of = (arm: ArmReport) => arm.channels.find((one) => one.channel === channel)
    row(channel, (arm) => of(arm)?.messages ?? 0)
    row('  busiest day', (arm) => (of(arm) === undefined ? '-' : `${number(of(arm)?.peakDay.messages ?? 0)} on ${of(arm)?.peakDay.day}`))
    row('  busiest minute', (arm) => of(arm)?.peakMinute.messages ?? 0)
    const limit = arms.map((arm) => of(arm)?.limitPerMinute ?? null).find((one) => one !== null)
    if (limit !== undefined && limit !== null) row(`  ... takes, at ${number(limit)} a minute`, (arm) => `${of(arm)?.peakTakesMinutes ?? 0} min`)
    if (arms.some((arm) => (of(arm)?.jam ?? null) !== null)) row('  ... worst wait for that', (arm) => jamText(of(arm)?.jam ?? null))
  }
  row('people who get any', ({ peopleMailed }) => peopleMailed)
  row('a person in a week that has any: mean', ({ weekly }) => weekly.mean)
  row('  95 of 100 at most', ({ weekly }) => weekly.p95)
  row('  most', ({ weekly }) => weekly.most)
  return sideBySide('Messages', lines, { arms, columns })
}

function jamText(jam: ArmReport['channels'][number]['jam']): string {
  return jam === null ? '-' : `${number(jam.messages)} wait, the last for ${number(jam.minutes)} min`
}

function overlapText(arms: readonly ArmReport[], columns: number): string {
  const pairs = new Map(arms.flatMap(({ overlaps }) => overlaps).map(({ journeys }) => [journeys.join('\n'), journeys]))
  const of = (arm: ArmReport, key: string): number => arm.overlaps.find(({ journeys }) => journeys.join('\n') === key)?.people ?? 0
  const last = arms.at(-1)
  const rows = [...pairs].sort(([one], [other]) => (last === undefined ? 0 : of(last, other) - of(last, one))).slice(0, shownOverlaps)
  if (rows.length === 0) return ''
  return table(
    rows,
    [
      { title: 'People in both', value: ([, [one, other]]) => `  ${one} and ${other}` },
      ...arms.map((arm) => ({ title: arm.name, value: ([key]: (typeof rows)[number]) => number(of(arm, key)), align: 'right' as const })),
    ],
    columns,
  )
}

function differenceText(
  { before, after, peopleWhoDiffer, journeys, examples }: DifferenceReport,
  { columns, journey }: { readonly columns: number; readonly journey: string | undefined },
): string {
  const rows = journeys.filter((one) => journey === undefined || one.journey === journey)
  const changed = rows.filter(({ onlyBefore, onlyAfter, otherwise }) => onlyBefore + onlyAfter + otherwise > 0)
  const head = `${number(peopleWhoDiffer)} ${peopleWhoDiffer === 1 ? 'person fares' : 'people fare'} otherwise with "${printable(after)}" than with "${printable(before)}"\n`
  if (changed.length === 0) return head
  const listed = table(
    changed,
    [
      { title: '  journey', value: (one) => `  ${one.journey}` },
      { title: `only ${before}`, value: ({ onlyBefore }) => number(onlyBefore), align: 'right' },
      { title: `only ${after}`, value: ({ onlyAfter }) => number(onlyAfter), align: 'right' },
      { title: 'both, otherwise', value: ({ otherwise }) => number(otherwise), align: 'right' },
      { title: 'both, alike', value: ({ alike }) => number(alike), align: 'right' },
    ],
    columns,
  )
  const people = examples.map(({ subscriber, lines }) => `  #${subscriber}\n${lines.map((line) => `    ${printable(line)}\n`).join('')}`).join('')
  return `${head}${listed}${people}`
}

function shareText(part: number, whole: number): string {
  return whole === 0 ? '0' : `${number(part)} (${((100 * part) / whole).toFixed(1)} %)`
}

function shown(value: string | number): string {
  return typeof value === 'number' ? number(value) : value
}

function number(value: number): string {
  return value.toLocaleString('en')
}

function dateText(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/:\d\d\.\d{3}Z$/, 'Z')
}

/** One long line, broken where it is too long. */
function wrapped(text: string, columns: number): string {
  if (text.length <= columns) return text
  const lines: string[] = []
  let line = ''
  for (const part of text.trimEnd().split(/(?<=, )/)) {
    if (line.length + part.length > columns && line !== '') {
      lines.push(line.trimEnd())
      line = '    '
    }
    line += part
  }
  return `${[...lines, line].join('\n')}\n`
}

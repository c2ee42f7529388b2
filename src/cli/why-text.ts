// An answer to "why" as people read it: the answer first, then each way in with who stood there and what each condition said, then what is to come
// and the trace.

import type { EvidentChange, Reason } from '../engine/conditions/evidence.ts'
import type { AskedMessage } from '../insight/why/asked-messages.ts'
import type { Chance, WayIn, WhyAnswer } from '../insight/why/why-answer.ts'
import type { Json } from '../model/json.ts'
import { printable } from './table.ts'

/** Lines of the trace that are shown; JSON has more. */
const shownTrace = 20

export function whyText(answer: WhyAnswer, id: string): string {
  const { journey, version, at, waysIn, messages, againFrom, coming, trace } = answer
  const lines = [
    `${printable(id)} and ${printable(journey)}${version === null ? '' : ` (version ${version})`}, at ${instant(at)}`,
    printable(answer.answer),
    '',
  ]
  const places = new Map<number, number>()
  for (const wayIn of waysIn) {
    const place = (places.get(wayIn.version) ?? 0) + 1
    places.set(wayIn.version, place)
    lines.push(...wayInLines(wayIn, wayIn.version === version ? `${place}` : `${place} of version ${wayIn.version}`), '')
  }
  if (againFrom !== null) lines.push(`May enter again from ${instant(againFrom)} on.`, '')
  if (messages.length > 0) lines.push('What the rules say about its messages', ...messages.flatMap(messageLines), '')
  if (coming.length > 0) lines.push('To come', ...coming.map(({ at: then, what }) => `  ${instant(then)}  ${printable(what)}`), '')
  if (trace.length > 0) {
    lines.push('Decided')
    if (trace.length > shownTrace) lines.push(`  (${trace.length - shownTrace} earlier lines: oncue trace, or --json)`)
    lines.push(...trace.slice(-shownTrace).map((line) => `  ${printable(line)}`), '')
  }
  if (answer.isCut) lines.push('The oldest part of this very long history was not looked at.', '')
  return `${lines.join('\n').trimEnd()}\n`
}

function wayInLines({ words, chances, now }: WayIn, place: string): readonly string[] {
  const lines = [`Way in ${place}: ${printable(words)}`]
  if (chances.length === 0) lines.push('  nobody stood here: nothing that may let in came to pass')
  for (const chance of chances) lines.push(...chanceLines(chance))
  const isKnown = chances.some(({ reason }) => reason !== null)
  if (now !== null && !isKnown) lines.push('  as it stands:', ...reasonLines(now, 2))
  return lines
}

/** Ways in at which nothing stands: what is told instead of an event. */
const ownMoments: Readonly<Record<string, string>> = { condition: 'it became true', schedule: 'its time came' }

function chanceLines({ event, key, outcome, because, reason }: Chance): readonly string[] {
  const place = event.position === null ? '' : ` (line ${event.position}, ${printable(event.messageId ?? '')})`
  const said = outcome === 'entered' || because === '' ? '' : `: ${printable(because)}`
  const what = `${event.position === null ? (ownMoments[event.name] ?? event.name) : event.name}${key === null ? '' : ` [${key}]`}`
  return [`  ${instant(event.occurredAt)}  ${printable(what)}${place}`, `    ${outcome}${said}`, ...(reason === null ? [] : reasonLines(reason, 2))]
}

const outcomes = { passes: 'yes', refuse: 'no ', defer: 'not yet', hold: 'held', 'not known': 'not known' } as const

/** What a rule has against it and what it counted line by line, the others in one. */
function messageLines({ when, at, step, channel, template, putOffUntil, stoppedBy, rules }: AskedMessage): readonly string[] {
  const what = printable([channel, ...(template === null ? [] : [template])].join(' '))
  const asked = when === 'asked' ? `asked ${instant(at)}` : when === 'waits' ? 'waits' : 'if it were sent at this instant'
  const free = putOffUntil === null ? 'may go out' : `put off until ${instant(putOffUntil)}, though nothing is against it any more`
  const result = stoppedBy === null ? (when === 'asked' ? 'let out' : free) : `stopped by: ${stoppedBy}`
  const against = rules.filter(({ outcome }) => outcome !== 'passes')
  const passing = rules.filter(({ outcome }) => outcome === 'passes')
  const passes = passing.filter(({ numbers }) => numbers.length === 0).map(({ rule }) => rule)
  const counted = passing.flatMap(({ rule, numbers }) => numbers.map((one) => `    ${outcomes.passes}  ${rule}: ${printable(one)}`))
  return [
    `  ${printable(step)}, ${what}, ${asked}: ${result}`,
    ...against.map(({ rule, outcome, because, until }) => {
      const said = because === null ? 'what others were sent decides it' : printable(because)
      return `    ${outcomes[outcome]}  ${rule}: ${said}${until === null ? '' : `, until ${instant(until)}`}`
    }),
    ...counted,
    ...(passes.length === 0 ? [] : [`    ${outcomes.passes}  ${passes.join(', ')}`]),
  ]
}

function reasonLines({ words, value, until, detail, nearMiss, evidence, parts }: Reason, depth: number): readonly string[] {
  const indent = '  '.repeat(depth)
  const numbers = [detail, nearMiss].filter((part) => part !== '').join('; ')
  const turns = until === null ? '' : `, until ${instant(until)}`
  const own = `${indent}${value ? 'yes' : 'no '}  ${printable(words)}${numbers === '' ? '' : ` (${printable(numbers)})`}${turns}`
  const events = evidence.map(({ name, occurredAt, position, counts, change }) => {
    const what = change === null ? printable(name) : changeText(change)
    return `${indent}     ${counts ? '+' : '-'} ${instant(occurredAt)}  ${what}${position === null ? '' : ` (line ${position})`}${counts ? '' : ', does not count'}`
  })
  return [own, ...events, ...parts.flatMap((part) => reasonLines(part, depth + 1))]
}

/** "intent 2 -> 7, by points of intent-of-carts". */
function changeText({ attribute, previous, value, source, by }: EvidentChange): string {
  const from = previous === null ? '' : `${shortText(previous)} -> `
  const who = by === null ? source : `${by.step} of ${by.journey}`
  return printable(`${attribute} ${from}${value === null ? 'removed' : shortText(value)}, by ${who}`)
}

/** A value may be a whole list: its beginning is enough to know it by. */
function shortText(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}

function instant(at: number): string {
  return new Date(at).toISOString()
}

// What one line of the log holds. A state is a fold of its subscriber's lines: whoever folds them turns each line back
// into the input that the engine was given. Only this file knows how inputs and lines correspond.

import type { Arrival } from '../model/arrival.ts'
import type { HistoryEntry, Input } from '../model/input.ts'
import { blankEntry, type Identity, type LogEntry, type SubscriberNumber } from './store.ts'

/** Inputs other than events; their lines carry the kind in brackets as their name. Time and adoption leave no line: they follow from the rest. */
export type LoggedInput = Extract<Input, { kind: 'authorize' | 'outcome' | 'command' }>
export const mergeName = '(merge)'

/** What the line of a merge says; the state that was merged in is the fold of the chain at `merged`. */
export interface MergeBody {
  readonly from: number
  readonly because: string
}

/** The text of an event's line. */
export function arrivalBody(arrival: Arrival): string {
  return JSON.stringify(arrival)
}

/** The arrival that a line holds, or undefined when the line is no event's. */
export function arrivalOf(entry: Pick<LogEntry, 'name' | 'body'>): Arrival | undefined {
  const body = JSON.parse(entry.body) as Arrival
  // A client may call its event "(merge)", so a name in brackets alone proves nothing; only events' bodies have an event.
  return entry.name.startsWith('(') && body.event === undefined ? undefined : body
}

/** When the event of a line happened, read out of its text without the rest; undefined when it has to be parsed. */
export function occurredAtIn(body: string): number | undefined {
  // Inside a text every quote is escaped, so this can only be a key; before the event there are only texts, and in it the instant comes first.
  const from = body.indexOf(instantKey)
  if (from < 0) return undefined
  const start = from + instantKey.length
  const instant = Number(body.slice(start, body.indexOf(',', start)))
  return Number.isInteger(instant) ? instant : undefined
}

const instantKey = '"occurredAt":'

/** Name and text of an internal input's line. Its instant and position are the line's own. `who`: by which id the person was named, if by one. */
export function inputLine(input: LoggedInput, who?: Identity): { readonly name: string; readonly body: string } {
  const { kind, ...rest } = input
  return { name: `(${kind})`, body: JSON.stringify({ ...rest, at: undefined, position: undefined, who }) }
}

/** By which id the person was named in a line that is no event's; undefined where by none. */
export function whoIn(entry: LogEntry): Identity | undefined {
  return entry.name === '(command)' ? (JSON.parse(entry.body) as { readonly who?: Identity }).who : undefined
}

/** The input that a line stands for; undefined for a merge, which is folded from its two chains, and for what was erased. */
export function inputOf(entry: Pick<LogEntry, 'position' | 'receivedAt' | 'name' | 'body'>): Exclude<Input, { kind: 'merge' | 'adopt' | 'time' }> | undefined {
  const arrival = arrivalOf(entry)
  if (arrival !== undefined) return { kind: 'event', at: entry.receivedAt, event: arrival.event, position: entry.position }
  if (entry.name === mergeName || isErased(entry)) return undefined
  const { who: _, ...input } = JSON.parse(entry.body)
  return { ...input, kind: entry.name.slice(1, -1), at: entry.receivedAt, position: entry.position }
}

/** Whether nothing is left of the line but its place. */
export function isErased({ name, body }: Pick<LogEntry, 'name' | 'body'>): boolean {
  return name === blankEntry.name && body === blankEntry.body
}

/** `address`: what a form asked to be confirmed; it need never become the person's. */
interface CommandWithAddresses {
  readonly set?: { readonly email?: unknown; readonly phone?: unknown }
  readonly address?: unknown
}

/** Ids and addresses that a line holds. */
export function namesIn(entry: LogEntry): {
  readonly identities: readonly Identity[]
  readonly addresses: readonly string[]
  /** Numbers of those who were merged in. */
  readonly merged: readonly SubscriberNumber[]
} {
  const body = JSON.parse(entry.body) as Partial<Arrival> & { readonly command?: CommandWithAddresses; readonly who?: Identity }
  const { userId, anonymousId, previousId, who } = body
  const identities = [
    ...(who === undefined ? [] : [who]),
    ...(userId === undefined ? [] : [`u:${userId}`]),
    ...[anonymousId, previousId].flatMap((id) => (id === undefined ? [] : [`a:${id}`])),
  ]
  const { traits } = body.event ?? {}
  const { set, address: asked } = body.command ?? {}
  const addresses = [traits?.email, traits?.phone, set?.email, set?.phone, asked].flatMap((address) => (typeof address === 'string' ? [address] : []))
  const merged = entry.name === mergeName ? [(JSON.parse(entry.body) as MergeBody).from] : []
  return { identities, addresses, merged }
}

/** The events among the lines, oldest first, as new memories are filled from them. */
export function eventsOf(entries: readonly LogEntry[]): HistoryEntry[] {
  const events: HistoryEntry[] = []
  for (const entry of entries) {
    const arrival = arrivalOf(entry)
    if (arrival !== undefined) events.push({ position: entry.position, event: arrival.event })
  }
  return events.sort((one, other) => one.position - other.position)
}

// When an event happened, from what the client's clock said. It never reads a clock: the instant of receipt is given.

import { sentence } from '../../model/sentence.ts'

export interface ClientTimes {
  /** What the client's clock showed when it happened; undefined when the client did not say. */
  readonly timestamp: string | number | undefined
  /** What the same clock showed when the client sent it: the instant, already parsed. */
  readonly sentAt: number | undefined
  readonly receivedAt: number
  /** How far the workspace's clock, which `receivedAt` is told by, was wound ahead of the world's, which clients live in. */
  readonly leadMs?: number | undefined
}

/** Times before this are a clock that was never set, or seconds given as milliseconds. */
export const earliestInstant = Date.UTC(2000, 0, 1)
/** A corrected time further in the future than this is an error; a smaller lead is a clock that runs ahead. */
export const longestLeadMs = 24 * 3_600_000

/**
 * The instant at which it happened by our clock: receivedAt - (sentAt - timestamp), which cancels the client's clock error,
 * and never later than receivedAt. Without `sentAt` the client's clock is believed, and brought to the workspace's. A text is the reason for a refusal.
 */
export function occurredAt(times: ClientTimes): number | string {
  if (times.timestamp === undefined) return times.receivedAt
  const claimed = parseInstant(times.timestamp)
  if (claimed === undefined) return sentence('not-a-time', { field: 'timestamp' })
  const corrected = times.sentAt === undefined ? claimed + (times.leadMs ?? 0) : times.receivedAt - (times.sentAt - claimed)
  if (corrected < earliestInstant) return sentence('long-ago')
  if (corrected > times.receivedAt + longestLeadMs) return sentence('in-the-future')
  return Math.min(corrected, times.receivedAt)
}

const isoPattern = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|z|([+-])(\d\d):?(\d\d))?)?$/

/** ISO 8601 (UTC when it names no offset) or whole Unix milliseconds, as UTC milliseconds; undefined when it is neither. */
export function parseInstant(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 8.64e15 ? value : undefined
  const usual = parseUsual(value)
  if (usual !== undefined) return usual
  const parts = isoPattern.exec(value)
  if (parts === null) return undefined
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const [hour, minute, second] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0), Number(parts[6] ?? 0)]
  const [offsetHour, offsetMinute] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)]
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined
  const millisecond = parts[7] === undefined ? 0 : Number(parts[7].slice(0, 3).padEnd(3, '0'))
  const offsetMs = (offsetHour * 60 + offsetMinute) * 60_000 * (parts[8] === '-' ? -1 : 1)
  // Years below 100 would be read as 19xx; they are refused as before 2000 either way.
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offsetMs
}

/** What nearly all programs write, 2026-11-21T10:00:00.000Z, read without a regular expression; undefined for everything else. */
function parseUsual(text: string): number | undefined {
  if (text.length !== 24 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return undefined
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return undefined
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const millisecond = digits(text, 20, 23)
  // NaN is not below anything.
  const isTime = hour <= 23 && minute <= 59 && second <= 59 && millisecond <= 999
  // Years below 100 would be read as 19xx.
  if (!isTime || !(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
}

/** The number that these characters write; NaN when one is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN
  }
  return number
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (monthLengths[month - 1] ?? 0)
}

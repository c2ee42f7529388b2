// Instants as people write and read them on the command line.

import { usageFailure } from './command-failure.ts'

/** An instant as people read it: UTC with milliseconds. "never" for what does not come. */
export function instantText(at: number | undefined): string {
  return at === undefined || !Number.isFinite(at) ? 'never' : new Date(at).toISOString()
}

/** UTC milliseconds of an ISO instant with its zone, of a date, or of milliseconds. */
export function parseInstant(text: string, flag: string): number {
  const at = instantOf(text)
  if (at === undefined) throw usageFailure(`${flag} "${text}" is no instant`, 'write 2026-11-21T10:00:00.000Z, 2026-11-21, or UTC milliseconds')
  return at
}

/** The same; undefined for what there is not, such as the 30th of February, which would be read as some day of March. */
export function instantOf(text: string): number | undefined {
  if (/^-?\d{1,16}$/.test(text)) return Math.abs(Number(text)) <= lastInstant ? Number(text) : undefined
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/.exec(text)
  const day = Date.parse(`${parts?.[1]}T00:00:00Z`)
  if (parts === null || Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== parts[1]) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** The last that can be written as a date. */
const lastInstant = 8.64e15

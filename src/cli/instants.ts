// Instants as people write and read them on the command line.

import { usageFailure } from './command-failure.ts'

/** An instant as people read it: UTC with milliseconds. "never" for what does not come. */
export function instantText(at: number | undefined): string {
  return at === undefined || !Number.isFinite(at) ? 'never' : new Date(at).toISOString()
}

/** UTC milliseconds of an ISO instant with its zone, or of milliseconds. */
export function parseInstant(text: string, flag: string): number {
  if (/^-?\d{1,16}$/.test(text)) return Number(text)
  const at = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw usageFailure(`${flag} "${text}" is no instant`, 'write 2026-11-21T10:00:00.000Z, or UTC milliseconds')
  return at
}

// When the mail to many of a journey goes out as its file says it; what is only in the draft does not hold yet.

import { readJourney } from '../journey-text.ts'
import type { Draft } from '../use-draft.ts'
import { readWhen, type When } from './when.ts'

/** Undefined where nobody enters on a date that somebody wrote. */
export function whenOf({ fileText, read }: Pick<Draft, 'fileText' | 'read'>, journey: string): When | undefined {
  const { enter } = ((fileText === undefined ? read : readJourney(fileText, journey)).value ?? {}) as { enter?: readonly unknown[] }
  return enter === undefined ? undefined : readWhen(enter[0])
}

// Opens the views for one command and closes them whatever happens.

import { readConfiguration } from '../settings/configuration.ts'
import { CommandFailure } from './command-failure.ts'
import type { Shell } from './shell.ts'
import type { Views } from './views.ts'

/** Runs the reading with the views of the configured workspace. */
export async function withViews<Result>(shell: Shell, data: string | undefined, read: (views: Views) => Promise<Result>): Promise<Result> {
  const views = await shell.openViews(readConfiguration(shell.environment, data === undefined ? {} : { data }))
  try {
    return await read(views)
  } finally {
    await views.close()
  }
}

/** The number of the subscriber that was asked for. */
export async function subscriberOf(views: Views, id: string): Promise<number> {
  const found = await views.find(id)
  return onlyOne(id, found)
}

/** Fails where nobody, or more than one person, is meant. */
export function onlyOne(id: string, [number, ...others]: readonly number[]): number {
  if (number === undefined)
    throw new CommandFailure(`nobody has the id "${id}"`, { fix: 'give a userId, an anonymousId, a mail address, or # and the subscriber’s number' })
  if (others.length === 0) return number
  const named = [number, ...others].slice(0, 10).map((one) => `#${one}`)
  throw new CommandFailure(`${others.length + 1} people have the address "${id}": ${named.join(', ')}${others.length > 9 ? ', ...' : ''}`, {
    fix: 'name one of them by # and the number',
  })
}

/** A whole number from a flag. */
export function wholeNumber(text: string, flag: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new CommandFailure(`${flag} "${text}" is no whole number from 1 on`, { kind: 'usage' })
  return number
}

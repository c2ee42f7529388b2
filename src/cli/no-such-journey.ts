// What a command says about a journey that is not there.

import { nameHint } from '../authoring/nearest-name.ts'
import { CommandFailure } from './command-failure.ts'

/** The failure of a command that was given a name which none of `known` is, with the nearest of them. */
export function noSuchJourney(name: string, known: readonly string[]): CommandFailure {
  const hint = nameHint(name, known)
  return new CommandFailure(`there is no journey "${name}"`, hint === undefined ? {} : { fix: hint })
}

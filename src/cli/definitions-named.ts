// Which definitions folder a command reads: the one that it is given, else the one in use. Where neither is there, it says how to name one, because the
// example's own folder, which stands in for it, is that of a clone and tells nobody anything elsewhere.

import { existsSync } from 'node:fs'
import { definitionsInUse } from '../definitions-folder/definitions-in-use.ts'
import type { Configuration } from '../settings/configuration.ts'
import { usageFailure } from './command-failure.ts'

/** The folder. `how` is how this command is given one: "oncue validate FOLDER". */
export function definitionsNamed(given: string | undefined, configuration: Configuration, how: string): string {
  if (given !== undefined) return given
  const { folder, of } = definitionsInUse(configuration)
  if (of !== 'example' || existsSync(folder)) return folder
  throw usageFailure('there are no definitions here', `name the folder that holds workspace.yaml, as in \`${how}\`, or in ONCUE_DEFINITIONS`)
}

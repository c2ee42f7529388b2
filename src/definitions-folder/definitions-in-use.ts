// Which folder the definitions stand in: the one that the settings name; else that of a site of one's own, once there is one; else the copy of the example that a server makes in its data
// folder at its first start, so that nobody who tries things out changes the example itself. Commands beside the server ask here too, so that they mean the same folder.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Configuration, isSetByHand } from '../settings/configuration.ts'
import { type ExampleCopy, keepExampleCopy } from './example-copy.ts'

export interface DefinitionsInUse {
  readonly folder: string
  /** `example`: its copy, or the example itself where no server was started yet. */
  readonly of: 'settings' | 'own site' | 'example'
}

/** Where the example stands when the settings name it. */
export const exampleFolder = 'examples/shop'

/** The folder of the definitions of one's own. */
export function ownSiteFolder({ data }: Pick<Configuration, 'data'>): string {
  return join(data, 'site')
}

/** The folder of the example's copy. */
export function exampleCopyFolder({ data }: Pick<Configuration, 'data'>): string {
  return join(data, 'shop')
}

/** What is used, as it is on disk now. */
export function definitionsInUse(configuration: Configuration): DefinitionsInUse {
  if (isSetByHand(configuration, 'definitions')) return { folder: configuration.definitions, of: 'settings' }
  const own = ownSiteFolder(configuration)
  if (configuration.demo !== true && existsSync(join(own, 'workspace.yaml'))) return { folder: own, of: 'own site' }
  const copy = exampleCopyFolder(configuration)
  return { folder: existsSync(copy) ? copy : configuration.definitions, of: 'example' }
}

/** What a server uses: in the place of the example always its copy, which it makes. */
export function definitionsOfServer(configuration: Configuration): DefinitionsInUse {
  const inUse = definitionsInUse(configuration)
  return inUse.of === 'example' ? { ...inUse, folder: exampleCopyFolder(configuration) } : inUse
}

/** Makes the folder ready for a server: the copy of the example is made or brought up to date; of any other folder there is nothing to say. */
export function prepareDefinitions({ of, folder }: DefinitionsInUse): ExampleCopy | undefined {
  return of === 'example' ? keepExampleCopy({ example: join(import.meta.dirname, '../..', exampleFolder), copy: folder }) : undefined
}

/** Folders that definitions are never written into, wherever the folder of the definitions lies. */
export function apartFrom({ of }: DefinitionsInUse, { data }: Pick<Configuration, 'data'>): readonly string[] {
  return of === 'settings' ? [data] : []
}

// One journey from a file of its own, to be tried beside definitions that come from elsewhere. Whether what it names exists is for the compiler.

import { readFile } from 'node:fs/promises'
import type { Journey } from '../model/journey.ts'
import { documentSchemas } from './authored-schemas.ts'
import { explain } from './explain.ts'
import { readYaml } from './read-yaml.ts'
import type { LocatedProblem } from './source-document.ts'

export interface LoadedJourney {
  /** Undefined when there is an error among the problems. */
  readonly journey?: Journey
  readonly problems: readonly LocatedProblem[]
}

/** Reads a YAML or JSON file that holds one journey. Throws when the file cannot be read, and never for what is in it. */
export async function loadJourney(file: string): Promise<LoadedJourney> {
  const { documents, problems } = readYaml({ file, text: await readFile(file, 'utf8') })
  const [document] = documents
  if (problems.length > 0) return { problems }
  const at = { file, line: 1, column: 1, severity: 'error' } as const
  if (document === undefined || documents.length > 1) {
    const message = document === undefined ? 'the file is empty' : 'the file holds several definitions'
    return { problems: [{ ...at, code: 'journey/file', message, fix: 'give a file that holds one journey, or a folder of definitions' }] }
  }
  const { value } = document
  if (typeof value !== 'object' || value === null || !('journey' in value)) {
    return {
      problems: [{ ...at, code: 'journey/file', message: 'the file holds no journey', fix: 'start it with `journey: NAME`, or give a folder of definitions' }],
    }
  }
  const { $schema: _, ...definition } = value as Record<string, unknown>
  const found = explain(documentSchemas.journey, definition).map(({ path, part, ...rest }): LocatedProblem => {
    return { ...document.locate(path, part), severity: 'error', ...rest }
  })
  return found.length > 0 ? { problems: found } : { journey: documentSchemas.journey.parse(definition) as Journey, problems: [] }
}

// Writes docs/reference/schema/*.schema.json and the reference pages of definitions from the schemas in src/model. It is part
// of `npm run generate`, and a test compares what it would write with what is there. It decides nothing.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { jsonSchemas } from '../src/authoring/json-schemas.ts'
import { referencePages } from '../src/authoring/reference-pages.ts'

/** All generated files by path from the root of the repository, as they should be. */
export function referenceFiles(): Readonly<Record<string, string>> {
  const schemas = Object.entries(jsonSchemas()).map(([name, schema]) => [`docs/reference/schema/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`])
  return { ...Object.fromEntries(schemas), ...referencePages() }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of Object.entries(referenceFiles())) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

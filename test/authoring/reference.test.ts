// What is published of the schemas: the files that stand are the files that would be made, and the JSON Schemas say what loading says.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { referenceFiles } from '../../scripts/generate-reference.ts'
import { documentKind, documentSchemas } from '../../src/authoring/authored-schemas.ts'
import { definitionFiles, readDefinitionFile } from '../../src/authoring/definition-files.ts'
import { jsonSchemas } from '../../src/authoring/json-schemas.ts'
import { conditionSchema } from '../../src/model/condition.ts'

describe('the reference', () => {
  test.each(Object.entries(referenceFiles()))('%s is what `npm run generate` makes', (path, text) => {
    expect(readFileSync(path, 'utf8') === text, `run npm run generate: ${path} is out of date`).toBe(true)
  })
})

/** What an editor knows: the published JSON Schema alone. */
const editors = Object.fromEntries(
  Object.entries(jsonSchemas()).map(([name, schema]) => [name, z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])]),
)

const conditions: readonly (readonly [unknown, boolean])[] = [
  [{ event: 'A', count: { gte: 3 }, within: '24h' }, true],
  [{ all: [{ event: 'A' }, { not: { since: ['B'], gte: '14d' } }] }, true],
  [{ attribute: 'plan', in: ['pro'], for: '3d' }, true],
  [{ event: 'A', where: { a: 1, b: { eq: { ref: 'trigger.b' } } } }, true],
  [{ event: 'A', whithin: '24h' }, false],
  [{ event: 'A', within: '24 hours' }, false],
  [{ all: [] }, false],
  [{ all: [{ evnt: 'A' }] }, false],
  [{ event: 'A', where: { a: { ref: 'x' } } }, false],
]

test.each(conditions)('an editor accepts of a condition what loading accepts: %j', (condition, isGood) => {
  expect(conditionSchema.safeParse(condition).success).toBe(isGood)
  expect(editors['condition']?.safeParse(condition).success).toBe(isGood)
})

test('an editor finds nothing wrong with the example workspace, which names its schemas', async () => {
  const folder = 'examples/shop'
  const seen = new Set<string>()
  for (const file of await definitionFiles(folder)) {
    const { documents, problems } = await readDefinitionFile({ folder, file })
    expect(problems).toEqual([])
    const kind = documentKind(documents[0]?.value as object)
    expect(kind, file).toBeDefined()
    const depth = '../'.repeat(file.split('/').length + 1)
    const firstLine = readFileSync(`${folder}/${file}`, 'utf8').split('\n')[0]
    expect(firstLine, file).toBe(`# yaml-language-server: $schema=${depth}docs/reference/schema/${kind}.schema.json`)
    for (const document of documents) {
      expect({ file, error: editors[kind ?? '']?.safeParse(document.value).error }).toEqual({ file, error: undefined })
      expect(documentSchemas[kind ?? 'journey'].safeParse(document.value).success).toBe(true)
    }
    seen.add(String(kind))
  }
  expect([...seen].sort()).toEqual(['collection', 'journey', 'segment', 'template', 'workspace'])
})

// YAML that pages show without telling to write it: a whole definition, or some keys of one. Its form is checked as that of files is; what it names may stand
// elsewhere. What a page tells to write has a title, and is checked in guides.test.ts with all that it names.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { loadDefinitions } from '../../src/authoring/load-definitions.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { readGuide } from './guide-pages.ts'

const pages = ['docs/guides', 'docs/reference'].flatMap((folder) =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [readGuide(`${folder}/${name}`)] : [])),
)
const kinds = /^(?:workspace|journey|segment|template|collection|codes):/m
const ofJourney = new Set(['enter', 'steps', 'exit', 'goal', 'key', 'again'])

/** The text as files: what stands by itself as it is, keys of a journey in a journey, others in the workspace. */
function filesOf(text: string): readonly string[] {
  const workspace = 'workspace: as shown\nzone: UTC\nsender: { name: My Shop, address: hello@myshop.example }\n'
  if (kinds.test(text)) return /^workspace:/m.test(text) ? [text] : [workspace, text]
  const keys = Object.keys(parseDocument(text).toJS() as object)
  if (!keys.some((key) => ofJourney.has(key))) return [`${workspace}${text}`]
  const missing = [...(keys.includes('enter') ? [] : ['enter: [{ on: Signed Up }]']), ...(keys.includes('steps') ? [] : ['steps: [{ id: end, end: true }]'])]
  return [workspace, ['journey: as shown', ...missing, text].join('\n')]
}

test.each(pages)('$path shows YAML that has the form of definitions', async ({ blocks }) => {
  for (const { body } of blocks.filter(({ language, attributes }) => language === 'yaml' && attributes['title'] === undefined)) {
    const folder = join(temporaryFolder(), 'shown')
    mkdirSync(folder)
    for (const [index, text] of filesOf(body).entries()) writeFileSync(join(folder, `${index}.yaml`), text)
    const { problems } = await loadDefinitions(folder)
    expect(`${body}${problems.map(problemText).join('\n')}`).toBe(body)
  }
})

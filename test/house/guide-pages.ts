// What a guide's examples are: fenced blocks that carry a title are files, `trace` blocks are what follows from the inputs in them,
// and `console` blocks are commands with their output. Reads pages; runs nothing.

import { readdirSync, readFileSync } from 'node:fs'

export interface Block {
  readonly language: string
  readonly attributes: Readonly<Record<string, string>>
  readonly body: string
  /** Where the body begins and ends in the page. */
  readonly from: number
  readonly to: number
}

export interface Guide {
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
}

const folder = 'docs/guides'

export function guides(): readonly Guide[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readGuide(`${folder}/${name}`))
}

export function readGuide(path: string): Guide {
  const text = readFileSync(path, 'utf8')
  return { path, text, blocks: blocksOf(text) }
}

/** The files that a guide tells to write, the last word about each. */
export function filesOf(guide: Guide): ReadonlyMap<string, string> {
  return new Map(guide.blocks.flatMap(({ attributes: { title }, body }) => (title === undefined || title === 'condition.yaml' ? [] : [[title, body]])))
}

/** Earlier words about a file that the page writes anew further down. */
export function earlierFilesOf(guide: Guide): readonly { readonly title: string; readonly body: string }[] {
  const files = filesOf(guide)
  return guide.blocks.flatMap(({ attributes: { title }, body }) =>
    title !== undefined && files.has(title) && files.get(title) !== body ? [{ title, body }] : [],
  )
}

/** The page with the bodies of some blocks replaced. */
export function withBodies(guide: Guide, bodies: ReadonlyMap<Block, string>): string {
  let text = ''
  let at = 0
  for (const block of guide.blocks) {
    const body = bodies.get(block)
    if (body === undefined) continue
    text += guide.text.slice(at, block.from) + body
    at = block.to
  }
  return text + guide.text.slice(at)
}

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = '', info = '', body = ''] = match
    const from = match.index + match[0].length - '```'.length - body.length
    const attributes = Object.fromEntries([...info.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    return { language, attributes, body, from, to: from + body.length }
  })
}

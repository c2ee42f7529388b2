// Puts partials in the place where a template includes them: `{% include 'footer' %}` is what stands in partials/footer.mjml, .html or .txt.
// It is done once, when a template is read, so that rendering needs no files; and every line remembers which file it comes from.

import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import type { Place } from './source-document.ts'

/** A part with its partials in it. */
export interface Expanded {
  readonly text: string
  /** Where each of its lines comes from; a line that several files have a part in comes from the first. */
  readonly lines: readonly Origin[]
  readonly mistakes: readonly PartialMistake[]
}

export interface Origin {
  readonly file: string
  readonly line: number
}

export interface PartialMistake extends Place {
  readonly message: string
  readonly fix: string
}

export interface PartialSource {
  readonly file: string
  readonly text: string
}

/** Gives what stands in a partial by its name; undefined when there is none. */
export type ReadPartial = (name: string) => Promise<PartialSource | undefined>

const deepest = 8
/** Partials that one part may include, one within the other counted each time. */
const mostIncludes = 1000
const include = /\{%-?\s*(?:include|render)\s+(?:'([^']*)'|"([^"]*)")\s*-?%\}/g

/** Expands a part. Never throws; what cannot be included is a mistake. */
export async function expandPartials(part: PartialSource, readPartial: ReadPartial): Promise<Expanded> {
  return expand(part, { readPartial, within: [], left: { includes: mostIncludes, characters: limits.templateCharacters } })
}

interface Within {
  readonly readPartial: ReadPartial
  readonly within: readonly string[]
  /** What may still be put in: a few partials that include each other often would make a text of any length. */
  readonly left: { includes: number; characters: number }
}

async function expand({ file, text }: PartialSource, { readPartial, within, left }: Within): Promise<Expanded> {
  const out = new Lines()
  const mistakes: PartialMistake[] = []
  let done = 0
  let line = 1
  const copy = (upTo: number): void => {
    const piece = text.slice(done, upTo)
    out.add(piece, (index) => ({ file, line: line + index }))
    line += countLines(piece)
    done = upTo
  }
  for (const found of text.matchAll(include)) {
    copy(found.index)
    const name = found[1] ?? found[2] ?? ''
    const column = found.index - text.lastIndexOf('\n', found.index - 1)
    const refuse = (message: string, fix: string): unknown => mistakes.push({ file, line, column, message, fix })
    left.includes -= 1
    const partial = within.includes(name) || within.length >= deepest || left.includes < 0 ? undefined : await readPartial(name)
    left.characters -= partial?.text.length ?? 0
    if (within.includes(name)) refuse(mistake('partial-in-itself', { name }), mistake('reached-by', { way: [...within, name].join(' > ') }))
    else if (within.length >= deepest) refuse(mistake('partials-deep'), mistake('partials-depth', { count: deepest }))
    else if (left.includes < 0 || left.characters < 0) {
      refuse(mistake('partials-much'), mistake('partials-most', { count: mostIncludes, max: limits.templateCharacters }))
      break
    } else if (partial === undefined) refuse(mistake('no-partial', { name }), mistake('write-partial', { name }))
    else {
      const inner = await expand({ ...partial, text: partial.text.trimEnd() }, { readPartial, within: [...within, name], left })
      out.append(inner)
      mistakes.push(...inner.mistakes)
    }
    done = found.index + found[0].length
    line += countLines(found[0])
  }
  copy(text.length)
  return { text: out.text, lines: out.lines, mistakes }
}

class Lines {
  text = ''
  readonly lines: Origin[] = []

  add(piece: string, originOf: (index: number) => Origin): void {
    const count = countLines(piece)
    const begins = this.lines.length === 0 || this.text.endsWith('\n') || this.text === ''
    for (let index = 0; index <= count; index += 1) {
      const isNew = index > 0 || this.lines.length === 0
      if (isNew) this.lines.push(originOf(index))
      else if (begins) this.lines[this.lines.length - 1] = originOf(index)
    }
    this.text += piece
  }

  append({ text, lines }: Expanded): void {
    this.add(text, (index) => lines[index] as Origin)
  }
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}

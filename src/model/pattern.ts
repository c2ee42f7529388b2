// Regular expressions that anyone may write: RE2 syntax, linear time, so no pattern can hang the engine.

import { RE2JS } from 're2js'

/** A compiled pattern that is found anywhere in the text. Throws on bad syntax; ask `patternProblem` first. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern)
  return (text) => compiled.matcher(text).find()
}

/** What is wrong with a pattern, or undefined when nothing is. */
export function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

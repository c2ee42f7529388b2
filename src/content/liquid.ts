// The template language: Liquid, shut in. Nothing here reads a file, the clock or a prototype, or draws by chance, and
// everything that grows with its input counts against a limit. What the counts cannot bound is bounded by src/content/renderer.ts.

import { Context, Liquid, LiquidError, type Template as Parsed } from 'liquidjs'
import type { Facts } from '../model/facts.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { sentence } from '../model/sentence.ts'
import { type Encoding, outputEscape } from './encoding.ts'
import { leftOut, registerFilters } from './filters.ts'
import { lookPlacesUp } from './token-places.ts'

lookPlacesUp()

/** Characters and items that one rendering may hold in intermediate values. */
const memoryUnits = 1_000_000

/** A template that was parsed and can be rendered any number of times. */
export interface CompiledText {
  render(facts: Facts): string
}

const engines = new Map<Encoding, Liquid>()
const strictEngines = new Map<Encoding, Liquid>()

/** The Liquid engine for an encoding. */
export function liquidFor(encoding: Encoding): Liquid {
  return engineIn(engines, encoding, 'empty')
}

function engineIn(known: Map<Encoding, Liquid>, encoding: Encoding, missing: 'empty' | 'refused'): Liquid {
  let engine = known.get(encoding)
  if (engine === undefined) {
    engine = createLiquid(encoding, missing)
    known.set(encoding, engine)
  }
  return engine
}

/** Whether a text holds more tags and placeholders than are looked over. */
export function hasTooManyTags(text: string): boolean {
  let count = 0
  for (let at = text.indexOf('{'); at !== -1 && count <= limits.templateTags; at = text.indexOf('{', at + 2))
    if (text[at + 1] === '{' || text[at + 1] === '%') count += 1
    else at -= 1
  return count > limits.templateTags
}

/** Parses a text. Throws what `liquidProblem` understands. */
export function compileText(text: string, encoding: Encoding, missing: 'empty' | 'refused' = 'empty'): CompiledText {
  const engine = engineIn(missing === 'empty' ? engines : strictEngines, encoding, missing)
  const parsed = engine.parse(text)
  return { render: (facts) => render(engine, parsed, facts) }
}

function createLiquid(encoding: Encoding, missing: 'empty' | 'refused'): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: missing === 'refused',
    // What is asked for in a condition or has a default may be missing.
    lenientIf: true,
    ownPropertyOnly: true,
    dynamicPartials: false,
    relativeReference: false,
    templates: {},
    timezoneOffset: 'UTC',
    locale: 'en',
    parseLimit: limits.templateCharacters,
    memoryLimit: memoryUnits,
    renderLimit: Number.POSITIVE_INFINITY,
    ...outputEscape[encoding],
  })
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag]
  registerFilters(engine, encoding)
  return engine
}

/** Liquid's own time limit follows the wall clock, so that a busy machine would refuse an honest mail; steps are counted instead. */
function render(engine: Liquid, parsed: Parsed[], facts: Facts): string {
  const context = new Context(facts, engine.options, { sync: true }, { liquid: engine })
  let steps = 0
  context.renderLimit.check = () => {
    steps += 1
    if (steps > limits.renderSteps) throw new Error(`more than ${limits.renderSteps} tags and placeholders were passed through`)
  }
  const text: string = engine.renderSync(parsed, context)
  if (text.length > limits.renderedCharacters) throw new Error(`it came out longer than ${limits.renderedCharacters} characters`)
  return text
}

/** What is wrong with a template, in words, and where. */
export interface LiquidProblem {
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** Puts any error of parsing or rendering into words. */
export function liquidProblem(error: unknown): LiquidProblem {
  if (error instanceof RangeError) return { message: rangeMessage(error) }
  if (!LiquidError.is(error)) return { message: inOurWords(error instanceof Error ? error.message : String(error)) }
  const { originalError, token } = error as LiquidError & { originalError?: Error; token?: { getPosition?(): number[] } }
  if (originalError instanceof RangeError) return { message: rangeMessage(originalError) }
  const message = (originalError?.message ?? error.message).replace(/(, file:\S+)?, line:\d+, col:\d+$/, '')
  const [line, column] = token?.getPosition?.() ?? []
  return { message: inOurWords(message), ...(line === undefined || column === undefined ? {} : { line, column }) }
}

function rangeMessage(error: RangeError): string {
  return error.message.includes('call stack') ? 'it is nested too deeply' : `it grew too large (${error.message})`
}

/** Liquid's messages where ours can say more. */
function inOurWords(message: string): string {
  const tag = /^tag "(.*)" not found$/s.exec(message)?.[1]
  if (tag !== undefined && ['include', 'render', 'layout', 'block'].includes(tag))
    return `{% ${tag} %} is not available: a template stands alone, but for partials that it names in quotes`
  if (tag !== undefined) return mistake('no-tag', { name: `{% ${tag.slice(0, 60)} %}` })
  const filter = /^undefined filter: (.*)$/s.exec(message)?.[1]
  if (filter !== undefined) return mistake(leftOut.has(filter) ? 'filter-left-out' : 'no-filter', { name: filter.slice(0, 60) })
  const field = /^undefined variable: (.*)$/s.exec(message)?.[1]
  if (field !== undefined) return mistake('no-field', { field: field.slice(0, 100) })
  if (message === 'memory alloc limit exceeded') return sentence('grew-large')
  if (message === 'parse length limit exceeded') return `it is longer than ${limits.templateCharacters} characters`
  return message
}

/** "line 3, column 5: there is no tag ...". */
export function problemSentence(problem: LiquidProblem): string {
  return problem.line === undefined
    ? problem.message
    : sentence('at-place', { line: String(problem.line), position: String(problem.column), tried: problem.message })
}

// What differs between two versions of a journey, in the language of the reader: fields by their names, conditions as sentences, durations in words. Nothing
// here is shown as the code that it is written in; what is long is cut.

import { inWords } from '../../conditions/in-words.ts'
import { branchWords, lengthWords, stepWords, triggerWords } from '../step-look.ts'
import { stepKinds, triggerKinds, type Value } from '../step-tree.ts'
import type { ChangeTongue } from './change-tongue.ts'

/** As the server says it. */
export interface ChangeSaid {
  readonly code: string
  readonly [name: string]: unknown
}

/** Longer texts are cut. */
const longest = 140
const conditions: ReadonlySet<string> = new Set(['if', 'when', 'becomes', 'for', 'match'])
const durations: ReadonlySet<string> = new Set(['maxAge', 'expires', 'within', 'credit', 'every', 'timeout', 'after', 'late', 'at most', 'quiet'])
/** Objects that are compared part by part. */
const inParts: ReadonlySet<string> = new Set([
  'popup',
  'webhook',
  'goal',
  'guard',
  'update',
  'unknown',
  'button',
  'set',
  'increment',
  'append',
  'headers',
  'catalogue',
  'subjects',
  'preheaders',
])
/** Objects whose parts are named by the author. */
const named: ReadonlySet<string> = new Set(['set', 'increment', 'append', 'headers', 'body', 'catalogue', 'subjects', 'preheaders'])

/** One change as a line. */
export function changeWords(said: ChangeSaid, tongue: ChangeTongue): string {
  const { say } = tongue
  switch (said.code) {
    case 'new':
      return say('said.new', { field: fieldName(said['field'], tongue), is: valueWords(said['field'], said['is'], tongue) })
    case 'gone':
      return say('said.gone', { field: fieldName(said['field'], tongue), was: valueWords(said['field'], said['was'], tongue) })
    case 'other':
      return otherWords(String(said['field']), said['was'], said['is'], tongue)
    case 'kind':
      return say('said.kind', { was: wholeStep(said['was'] as Value, tongue), is: wholeStep(said['is'] as Value, tongue) })
    case 'place':
      return placeWords(said, tongue)
    default:
      return wholeStep(said['is'] as Value, tongue)
  }
}

/** A field that says something else: only what differs of it. */
function otherWords(field: string, was: unknown, is: unknown, tongue: ChangeTongue): string {
  const { say } = tongue
  const name = fieldName(field, tongue)
  if (Array.isArray(was) && Array.isArray(is)) {
    const one = onlyOneOther(field, was, is)
    if (one !== undefined) return say('said.parts', { field: name, parts: partsWords(one.was, one.is, tongue) })
    const [before, after] = [was, is].map((list) => list.map((one) => valueWords(field, [one], tongue)))
    const fresh = (after as string[]).filter((one) => !before?.includes(one))
    const gone = (before as string[]).filter((one) => !after?.includes(one))
    if (fresh.length === 0 && gone.length === 0) return say(isReordered(was, is) ? 'said.order' : 'said.details', { field: name })
    if (fresh.length < is.length || gone.length < was.length) {
      const parts = [
        ...(fresh.length > 0 ? [say('said.part-new', { what: fresh.join('; ') })] : []),
        ...(gone.length > 0 ? [say('said.part-gone', { what: gone.join('; ') })] : []),
      ]
      return say('said.parts', { field: name, parts: parts.join('; ') })
    }
  }
  if (inParts.has(field) && isValue(was) && isValue(is)) {
    return say('said.parts', { field: name, parts: partsWords(was, is, inside(field, tongue)) })
  }
  return say('said.other', { field: name, was: valueWords(field, was, tongue), is: valueWords(field, is, tongue) })
}

/** What is named by the author inside of a field has no name of ours. */
function inside(field: string, tongue: ChangeTongue): ChangeTongue {
  return named.has(field) ? { ...tongue, isNamed: true } : tongue
}

/** What differs between the parts of two objects. */
function partsWords(was: Value, is: Value, tongue: ChangeTongue): string {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((one) => JSON.stringify(was[one]) !== JSON.stringify(is[one]))
  const parts = names.map((one) => {
    if (was[one] === undefined) return changeWords({ code: 'new', field: one, is: is[one] }, tongue)
    if (is[one] === undefined) return changeWords({ code: 'gone', field: one, was: was[one] }, tongue)
    return otherWords(one, was[one], is[one], tongue)
  })
  return parts.join('; ')
}

/** The one trigger or exit of as many that says something else, and is of the same kind: then its parts say more than both as a whole. */
function onlyOneOther(field: string, was: readonly unknown[], is: readonly unknown[]): { readonly was: Value; readonly is: Value } | undefined {
  if ((field !== 'enter' && field !== 'exit') || was.length !== is.length) return undefined
  const others = was.flatMap((one, index) => (JSON.stringify(one) === JSON.stringify(is[index]) ? [] : [index]))
  const [before, after] = [was[others[0] ?? -1], is[others[0] ?? -1]]
  if (others.length !== 1 || !isValue(before) || !isValue(after)) return undefined
  const kindOf = (value: Value): string | undefined => [...triggerKinds, 'event', 'when'].find((kind) => Object.hasOwn(value, kind))
  // Its events are called so here, because another step listens under the same name.
  const named = ({ on, ...rest }: Value): Value => (on === undefined ? rest : { ...rest, event: on })
  return kindOf(before) === kindOf(after) ? { was: named(before), is: named(after) } : undefined
}

function isReordered(was: readonly unknown[], is: readonly unknown[]): boolean {
  const texts = (list: readonly unknown[]): string =>
    list
      .map((one) => JSON.stringify(one))
      .sort()
      .join()
  return texts(was) === texts(is)
}

function placeWords(said: ChangeSaid, { say }: ChangeTongue): string {
  const outer = said['inside'] === null ? '' : '-inside'
  const values = { step: said['after'], inside: said['inside'] }
  return said['after'] === null ? say(`said.first${outer}`, values) : say(`said.after${outer}`, values)
}

/** A step with everything that it says: "E-mail: cart-reminder; only when the cart is worth 50". */
function wholeStep(own: Value, tongue: ChangeTongue): string {
  const kind = stepKinds.find((one) => Object.hasOwn(own, one) && !(one === 'topic' && typeof own['topic'] === 'string'))
  const rest = Object.keys(own).filter((name) => name !== kind)
  const parts = rest.map((name) => tongue.say('said.has', { field: fieldName(name, tongue), is: valueWords(name, own[name], tongue) }))
  if (kind === undefined) return parts.join('; ')
  const about = valueWords(kind, own[kind], tongue)
  const first = tongue.sayJourney(`kind.${kind}`)
  return [about === '' ? first : tongue.say('said.has', { field: first, is: about }), ...parts].join('; ')
}

/** What people call a field. */
export function fieldName(field: unknown, { say, sayJourney, isNamed }: ChangeTongue): string {
  const name = String(field)
  if (isNamed === true) return name
  if (name !== 'topic' && stepKinds.some((kind) => kind === name)) return sayJourney(`kind.${name}`)
  const said = say(`field.${name}`)
  return said === `field.${name}` ? name : said
}

/** What stands in a field. */
function valueWords(field: unknown, value: unknown, tongue: ChangeTongue): string {
  const { say, sayJourney, isNamed } = tongue
  const name = String(field)
  if (value === undefined || value === null) return ''
  if (isNamed !== true) {
    if (conditions.has(name)) return conditionWords(value, tongue)
    if (name === 'enter') return each(value, (one) => triggerText(one, tongue))
    if (name === 'exit') return each(value, (one) => ('when' in one ? conditionWords(one['when'], tongue) : eventWords(one, tongue)))
    if (name === 'on' || name === 'choose' || name === 'split') return each(value, (one) => wayText(one, tongue))
    if (durations.has(name) && typeof value === 'string') return lengthWords(value, sayJourney)
    if (name === 'again') return againWords(value, tongue)
    if (name === 'goal' && isValue(value)) return goalWords(value, tongue)
    if (name === 'wait' && isValue(value) && 'for' in value) {
      return say('said.wait-for', { condition: conditionWords(value['for'], tongue), most: lengthWords(value['at most'], sayJourney) })
    }
    if ((name === 'wait' || name === 'topic' || name === 'list' || name === 'stop') && (name !== 'topic' || isValue(value))) {
      return stepWords(name, { [name]: value }, sayJourney)
    }
    if (name === 'end' || name === 'nothing') return ''
    if (name === 'holdout') return `${String(value)} %`
    if (name === 'status') return say(`status.${String(value)}`)
    if (name === 'resume') return sayJourney(`resume.mode.${String(value)}`)
    if (name === 'where') return whereWords(value, tongue)
    if (name === 'from' && isValue(value)) return plainWords(value['name'], tongue, name)
    if (name === 'key') return String(value).replace(/^properties\./, '')
  }
  return plainWords(value, tongue, name)
}

function plainWords(value: unknown, tongue: ChangeTongue, field: string): string {
  const { say } = tongue
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
  if (value === 'off') return say('off')
  if (Array.isArray(value)) return value.map((one) => plainWords(one, tongue, field)).join(', ')
  if (isValue(value)) {
    if (typeof value['ref'] === 'string' && Object.keys(value).length === 1) return value['ref']
    const inner = inside(field, tongue)
    return Object.entries(value)
      .map(([name, one]) => say('said.has', { field: fieldName(name, inner), is: valueWords(name, one, inner) }))
      .join('; ')
  }
  const text = String(value)
  return typeof value === 'string' ? say('quoted', { text: text.length > longest ? `${text.slice(0, longest)}…` : text }) : text
}

function conditionWords(condition: unknown, { say, sayCondition }: ChangeTongue): string {
  const words = inWords(condition as never, sayCondition)
  return words.includes('{"') ? say('condition') : words
}

/** The name of an event, or a sentence where it says more. */
function eventWords(value: Value, tongue: ChangeTongue): string {
  const { event, where } = value
  return where === undefined ? plainWords(event, tongue, 'event') : conditionWords({ event, where }, tongue)
}

function triggerText(value: Value, tongue: ChangeTongue): string {
  const kind = triggerKinds.find((one) => Object.hasOwn(value, one))
  if (kind === 'becomes') return tongue.say('said.becomes', { condition: conditionWords(value['becomes'], tongue) })
  const words = tongue.say('said.has', { field: tongue.sayJourney(`trigger.${kind}`), is: triggerWords(kind, value, tongue.sayJourney) })
  return withRest(withCondition(words, value['if'] ?? value['for'], tongue), value, ['where', 'unless', 'zone'], tongue)
}

function wayText(value: Value, tongue: ChangeTongue): string {
  if ('match' in value) return conditionWords(value['match'], tongue)
  const isCase = 'if' in value && !('event' in value)
  const words = isCase ? conditionWords(value['if'], tongue) : withCondition(branchWords(value, tongue.sayJourney), value['if'], tongue)
  return withRest(words, value, ['where', 'days', 'zone'], tongue)
}

/** With what else is said of it. */
function withRest(words: string, value: Value, names: readonly string[], tongue: ChangeTongue): string {
  const rest = names.filter((name) => value[name] !== undefined)
  return [words, ...rest.map((name) => tongue.say('said.has', { field: fieldName(name, tongue), is: valueWords(name, value[name], tongue) }))].join(', ')
}

function whereWords(where: unknown, tongue: ChangeTongue): string {
  const parts = Object.entries(isValue(where) ? where : {}).flatMap(([path, asked]) => {
    const comparison = isValue(asked) && !('ref' in asked) ? asked : { eq: asked }
    return Object.entries(comparison).map(([kind, operand]) => `${path} ${tongue.sayCondition(`compare.${kind}`)} ${plainWords(operand, tongue, kind)}`)
  })
  return parts.join(', ')
}

function withCondition(words: string, condition: unknown, tongue: ChangeTongue): string {
  return condition === undefined ? words : tongue.say('said.if', { words, condition: conditionWords(condition, tongue) })
}

function againWords(value: unknown, tongue: ChangeTongue): string {
  if (!isValue(value)) return tongue.say(`again.${String(value)}`)
  if ('after' in value) return tongue.say('again.after', { length: lengthWords(value['after'], tongue.sayJourney, 'length-after') })
  return tongue.say('again.max', { count: value['max'], length: lengthWords(value['within'], tongue.sayJourney, 'length-after') })
}

function goalWords(value: Value, tongue: ChangeTongue): string {
  return tongue.say('said.goal', { event: eventWords(value, tongue), length: lengthWords(value['within'], tongue.sayJourney, 'length-after') })
}

function each(value: unknown, words: (one: Value) => string): string {
  return (Array.isArray(value) ? value : []).map((one) => (isValue(one) ? words(one) : '')).join('; ')
}

function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

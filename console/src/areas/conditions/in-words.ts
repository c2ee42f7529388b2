// A condition as a sentence that can be read aloud: "viewed the same product at least 3 times within 24 hours and did not buy anything". In the language
// of the console; what it cannot say it leaves to the name of the event or attribute.

import type { Say } from '../../words/words.ts'
import { type ConditionJson, isObject, isRef, type Json, kindOf } from './condition-json.ts'
import { partsOfDuration } from './durations.ts'
import { groupAt, rowAt } from './group-shape.ts'
import { canDraw, comparisons, numberComparisons } from './row-forms.ts'

/** Events that the language has verbs for. */
const verbs: Readonly<Record<string, string>> = {
  'Product Viewed': 'viewed',
  'Product Added': 'added',
  'Checkout Started': 'checkout',
  'Order Completed': 'ordered',
  'Page Viewed': 'visited',
  'Signed Up': 'signed-up',
}

/** The sentence of a condition. */
export function inWords(condition: Json, say: Say): string {
  return wordsAt(condition, say, 'outer')
}

function wordsAt(condition: Json, say: Say, where: 'outer' | 'inner'): string {
  const group = groupAt(condition, [])
  if (group !== undefined) {
    const parts = group.parts.map((part) => wordsAt(part, say, 'inner'))
    if (parts.length === 1 && (group.mode === 'all' || group.mode === 'any')) return parts[0] as string
    if (group.mode === 'none' || group.mode === 'not-all') return say(`words.${group.mode}`, { parts: parts.join('; ') })
    const joined = parts.join(` ${say(group.mode === 'all' ? 'and' : 'or')} `)
    return where === 'inner' ? `(${joined})` : joined
  }
  const { isNegated, condition: own } = rowAt(condition, [])
  if (!canDraw(own)) return JSON.stringify(condition)
  return rowWords(own as ConditionJson, isNegated, say)
}

function rowWords(condition: ConditionJson, isNegated: boolean, say: Say): string {
  const kind = kindOf(condition)
  const not = (words: string): string => (isNegated ? say('words.not', { words }) : words)
  const text = (key: string): string => quoted(condition[key], say)
  switch (kind) {
    case 'event':
      return eventWords(condition, isNegated, say)
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'distinct':
      return not(
        say(`words.${kind}`, { property: text(kind), event: text('of') }) +
          numberWords(condition, say) +
          windowWords(condition, say) +
          whereWords(condition['where'], say),
      )
    case 'since': {
      const events = [condition['since'] as Json].flat().map((event) => quoted(event, say))
      return not(say('words.since', { events: events.join(` ${say('nor')} `), duration: durationWords(condition['gte'] as string, say) }))
    }
    case 'in-order': {
      const items = condition['in-order'] as readonly ConditionJson[]
      return not(items.map((item) => quoted(item['event'], say) + whereWords(item['where'], say)).join(`, ${say('then')} `) + windowWords(condition, say))
    }
    case 'latest':
      return not(say('words.latest', { event: text('latest') }) + whereWords(condition['where'], say))
    case 'attribute':
    case 'trigger': {
      const held = condition['for'] === undefined ? '' : ` ${say('held-for')} ${durationWords(condition['for'] as string, say)}`
      return not(`${kind === 'trigger' ? `${say('ref.trigger')} ` : ''}${text(kind)} ${comparisonWords(condition, say)}${held}`)
    }
    case 'list':
    case 'topic':
    case 'segment':
      return say(`words.${isNegated ? 'not-' : ''}${kind}`, { name: text(kind) })
    case 'message': {
      const message = condition['message'] === 'any' ? say('any-message') : text('message')
      return not(`${message} ${say(`did.${condition['did']}`)} ${countWords(condition['count'], say)}${windowWords(condition, say)}`.trim())
    }
    case 'rate':
      return not(`${say('sentence.rate').replace(/\[[a-z-]+\]/g, '…')} ${numberWords(condition, say)}`)
    case 'journey':
      return not(`${say(`journey-is.${condition['is']}`)} ${text('journey')}${windowWords(condition, say)}`)
    case 'cart':
      return not(
        Object.entries(condition['cart'] as ConditionJson)
          .map(([key, comparison]) => `${say(`cart.${key}`)}${numberWords(comparison as ConditionJson, say)}`)
          .join(` ${say('and')} `),
      )
    default:
      return not(say(`kind.${kind}`))
  }
}

function eventWords(condition: ConditionJson, isNegated: boolean, say: Say): string {
  const event = condition['event'] as string
  const by = condition['by'] as string | undefined
  const where = (condition['where'] ?? {}) as ConditionJson
  const verb = verbs[event]
  const same = Object.entries(where).filter(
    ([path, comparison]) => isObject(comparison) && isRef(comparison['eq']) && comparison['eq'].ref === `trigger.${path}`,
  )
  const isSame = by !== undefined || (same.length > 0 && !isNegated)
  const rest = Object.fromEntries(Object.entries(where).filter(([path]) => verb === undefined || !same.some(([known]) => known === path)))
  const often = ` ${countWords(condition['count'], say)}${windowWords(condition, say)}`.replace(/ +/g, ' ').trimEnd()
  const after = `${often}${whereWords(rest, say)}`
  if (verb !== undefined) {
    const form = isNegated ? (same.length > 0 ? 'not-it' : 'not') : isSame ? 'same' : 'plain'
    const words = say(`verb.${verb}.${form}`)
    // Some languages say how often before the end of the verb.
    return words.includes('[often]') ? words.replace('[often]', often) + whereWords(rest, say) : words + after
  }
  const named = say(isNegated ? 'words.no-event' : 'words.event', { event: quoted(event, say) })
  return named + after + (by === undefined ? '' : ` ${say('by')} ${by}`)
}

function countWords(count: Json | undefined, say: Say): string {
  if (!isObject(count)) return ''
  return numberComparisons.flatMap((one) => (count[one] === undefined ? [] : [say(`words-count.${one}`, { count: count[one] })])).join(` ${say('and')} `)
}

function numberWords(condition: ConditionJson, say: Say): string {
  const parts = numberComparisons.flatMap((one) => (condition[one] === undefined ? [] : [`${say(`number.${one}`)} ${condition[one]}`]))
  return parts.length === 0 ? '' : ` ${parts.join(` ${say('and')} `)}`
}

function windowWords(condition: ConditionJson, say: Say): string {
  const { within, since } = condition as { readonly within?: string; readonly since?: string }
  if (since !== undefined) return ` ${say(`window.${since}`)}`
  if (within === undefined) return ''
  return within === 'session' ? ` ${say('window.session')}` : ` ${say('words.within', { duration: durationWords(within, say) })}`
}

function whereWords(where: Json | undefined, say: Say): string {
  if (!isObject(where) || Object.keys(where).length === 0) return ''
  const parts = Object.entries(where).map(([path, comparison]) => `${path} ${comparisonWords(isObject(comparison) ? comparison : { eq: comparison }, say)}`)
  return `, ${say('where')} ${parts.join(` ${say('and')} `)}`
}

function comparisonWords(comparison: ConditionJson, say: Say): string {
  return comparisons
    .flatMap((one) => {
      const operand = comparison[one]
      if (operand === undefined) return []
      if (one === 'exists') return [say(operand === true ? 'compare.exists' : 'words.missing')]
      return [`${say(`compare.${one}`)} ${operandWords(operand, say)}`]
    })
    .join(` ${say('and')} `)
}

function operandWords(operand: Json, say: Say): string {
  if (isRef(operand)) {
    const [source, ...path] = operand.ref.split('.')
    return `${say(source === 'attributes' ? 'ref.attributes' : 'ref.trigger')} ${path.join('.')}`
  }
  if (Array.isArray(operand)) return operand.map((one: Json) => operandWords(one, say)).join(` ${say('or')} `)
  return typeof operand === 'boolean' ? say(operand ? 'yes' : 'no') : operand === null ? say('nothing') : String(operand)
}

function durationWords(duration: string, say: Say): string {
  return partsOfDuration(duration)
    .map(({ amount, unit }) => `${amount} ${say(`unit.${unit}`, { count: Number(amount) })}`)
    .join(' ')
}

/** A name between the quotes of the language; three dots while there is none. */
function quoted(name: Json | undefined, say: Say): string {
  return typeof name === 'string' && name !== '' ? say('quoted', { name }) : '…'
}

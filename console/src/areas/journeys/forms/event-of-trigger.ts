// An event that would let somebody in by a trigger: its name, and properties that pass what the trigger asks of them.

import type { Value } from '../step-tree.ts'

interface EventOfTrigger {
  readonly event: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** Undefined where no event lets anybody in, or none is named yet. `key`: what tells the entries of the journey apart. */
export function eventOfTrigger({ on, where = {} }: Value, key: unknown): EventOfTrigger | undefined {
  const [event] = [on].flat()
  if (typeof event !== 'string' || event === '') return undefined
  const properties: Record<string, unknown> = {}
  if (typeof key === 'string' && key.startsWith('properties.')) put(properties, key.slice('properties.'.length), 'example')
  for (const [path, asked] of Object.entries(where as Readonly<Record<string, Readonly<Record<string, unknown>>>>)) {
    const passing = valueThatPasses(asked)
    if (passing !== undefined) put(properties, path, passing)
  }
  return { event, properties }
}

/** By the first comparison; undefined where nothing is to be there, or nothing is known that would pass. */
function valueThatPasses(asked: Readonly<Record<string, unknown>>): unknown {
  const [operator = '', value] = Object.entries(asked)[0] ?? []
  switch (operator) {
    case 'exists':
      return value === true ? 'example' : undefined
    case 'in':
      return [value].flat()[0]
    case 'ne':
      return typeof value === 'number' ? value + 1 : `not ${String(value)}`
    case 'gt':
      return typeof value === 'number' ? value + 1 : undefined
    case 'lt':
      return typeof value === 'number' ? value - 1 : undefined
    case 'matches':
      return undefined
    default:
      return typeof value === 'object' ? undefined : value
  }
}

function put(properties: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) properties[first] = value
  else {
    const inner = properties[first]
    const next = typeof inner === 'object' && inner !== null ? { ...inner } : {}
    put(next as Record<string, unknown>, rest.join('.'), value)
    properties[first] = next
  }
}

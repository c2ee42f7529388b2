// Attributes whose type the workspace declares: whether a value fits, in words when it does not. Nothing is converted.

import type { AttributeType } from '../model/definitions.ts'
import type { Json } from '../model/json.ts'

/** What is wrong with a value for an attribute of this type; undefined when nothing is, and when no type was declared. */
export function misfit(type: AttributeType | undefined, value: Json): string | undefined {
  if (type === undefined || value === null || fits(type, value)) return undefined
  return `is ${nouns[type]}, and ${JSON.stringify(value).slice(0, 60)} is ${nouns[typeOf(value)]}`
}

function fits(type: AttributeType, value: Json): boolean {
  return type === 'date' ? typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:$|T)/.test(value) && !Number.isNaN(Date.parse(value)) : typeOf(value) === type
}

function typeOf(value: Json): Exclude<AttributeType, 'date'> {
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'object'
  }
}

const nouns: Readonly<Record<AttributeType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2026-11-21',
  list: 'a list',
  object: 'an object',
}

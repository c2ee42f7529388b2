// Renders a mail as it would be sent, and says which fields it asks for that are not there: in the mail they come out empty, in a preview they are
// mistakes. Each is found by rendering again with the one before filled in, by the rules of the rendering itself.

import type { Template } from '../model/definitions.ts'
import type { Facts, Rendered, Renderer } from '../model/facts.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { RenderedEmail } from './compile-template.ts'

export interface MissingField {
  /** Where it was asked for. */
  readonly part: 'subject' | 'html' | 'text'
  /** Such as subscriber.first_name. */
  readonly field: string
}

export interface LookedOver {
  readonly rendered: Rendered<RenderedEmail>
  readonly missing: readonly MissingField[]
}

/** Both at once. Fields of loops over what is there are found in the first round of each. */
export async function lookOver(renderer: Pick<Renderer, 'email'>, template: Template, facts: Facts): Promise<LookedOver> {
  const rendered = await renderer.email(template, facts)
  return { rendered, missing: rendered.ok ? await missingFields(renderer, template, facts) : [] }
}

/** The fields that it prints without asking whether they are there, and that are not. */
export async function missingFields(renderer: Pick<Renderer, 'email'>, template: Template, facts: Facts): Promise<readonly MissingField[]> {
  const missing: MissingField[] = []
  const asked = new Set<string>()
  let filled = facts
  while (asked.size < limits.missingFields) {
    const strict = await renderer.email(template, filled, 'refused')
    const found = strict.ok ? undefined : fieldIn(strict.reason)
    if (found === undefined || asked.has(found.field)) return missing
    asked.add(found.field)
    // Of what stands within something that is missing too, the whole path says more.
    const outer = missing.findIndex(({ field }) => found.field.startsWith(`${field}.`))
    if (outer >= 0) missing.splice(outer, 1)
    if (!isFallback(template, found.field)) missing.push(found)
    const next = withField(filled, found.field.split('.'))
    if (next === undefined) return missing
    filled = next
  }
  return missing
}

/** What a strict rendering says of a field that is not there. */
function fieldIn(reason: string): MissingField | undefined {
  const [, part, field] = /^template ".*?", (subject|html|text): (?:line \d+, column \d+: )?there is no ([\w.-]+)$/s.exec(reason) ?? []
  return part === undefined || field === undefined ? undefined : { part: part as MissingField['part'], field }
}

/** What stands in for something else is not needed where that is there: `{{ item.name | default: item.product }}`. */
function isFallback({ subject, preheader = '', html, text = '' }: Template, field: string): boolean {
  const fallback = new RegExp(`\\|\\s*default:\\s*${field.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.])`)
  return [subject, preheader, html, text].some((part) => fallback.test(part))
}

/** Undefined for what is no fact, such as a name that a loop gives. */
function withField(facts: Facts, [root = '', ...rest]: readonly string[]): Facts | undefined {
  if (!Object.hasOwn(facts, root) || rest.length === 0) return undefined
  const before = (facts as unknown as JsonObject)[root]
  return { ...facts, [root]: filledIn(before, rest) }
}

function filledIn(value: Json | undefined, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return ''
  const object: JsonObject = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
  return { ...object, [key]: filledIn(object[key], rest) }
}

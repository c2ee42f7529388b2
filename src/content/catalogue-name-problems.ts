// Names in a template that stand for nothing: attributes of items that their collection does not have, lookups and conditions that the template does not say; with the
// name that was probably meant. Found by reading the
// template, not by rendering it: also where no sample comes by.

import type { Variable } from 'liquidjs'
import { attributesOf, type Collection, type Lookups } from '../model/catalogue.ts'
import type { LocalizedTemplate, Problem, Template } from '../model/definitions.ts'
import { mistake } from '../model/mistake.ts'
import { hasTooManyTags, liquidFor } from './liquid.ts'

/** Parts in which what the author wrote stands; a page made from MJML is judged there. */
const parts = ['subject', 'preheader', 'html', 'mjml', 'text'] as const

/** What Liquid itself knows of a list. */
const ofLists = ['size', 'first', 'last']

export interface NameCheck {
  readonly collections: readonly Collection[]
  /** The name that was probably meant. */
  readonly nearest: (name: string, known: readonly string[]) => string | undefined
}

/** What is wrong in a template's own words, in all its languages. */
export function catalogueNameProblems(template: Template, check: NameCheck): Problem[] {
  const locales = Object.entries(template.locales ?? {}).map(([locale, written]) => ({ written, above: ['locales', locale] }))
  const all: readonly { readonly written: LocalizedTemplate; readonly above: readonly string[] }[] = [{ written: template, above: [] }, ...locales]
  return all.flatMap(({ written, above }) =>
    parts.flatMap((part) => {
      const text = written[part]
      if (text === undefined || (part === 'html' && written.mjml !== undefined)) return []
      return textProblems(text, template, check).map((problem) => ({
        severity: 'error' as const,
        definition: { kind: 'template' as const, name: template.template },
        path: [...above, part],
        ...problem,
      }))
    }),
  )
}

type Found = Pick<Problem, 'code' | 'message' | 'fix'>

function textProblems(text: string, { catalogue = {}, code, conditions = {} }: Template, check: NameCheck): Found[] {
  const variables = variablesOf(text)
  const items = itemNames(text, catalogue)
  return Object.entries(variables).flatMap(([root, uses]) =>
    uses.flatMap((use): Found[] => {
      const segments = use.segments.slice(1).filter((segment) => typeof segment === 'string')
      const place = `line ${use.location.row}, column ${use.location.col}: `
      if ((root === 'code' || root === 'code_expires') && code === undefined) {
        return [{ code: 'catalogue/no-code', message: `${place}${mistake('code-without-pool')}`, fix: mistake('add-code') }]
      }
      if (root === 'conditions') return conditionProblem(segments[0], Object.keys(conditions), { check, place })
      if (root !== 'catalogue') return attributeProblem(segments, items.get(root), { check, place })
      const [name, ...rest] = segments
      if (name === undefined) return []
      const lookup = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined
      if (lookup === undefined) {
        const known = Object.keys(catalogue)
        const message = `${place}${mistake('no-lookup', { name })}`
        return [
          {
            code: 'catalogue/unknown-lookup',
            message,
            fix: hint(name, known, check) ?? mistake('add-lookup', { example: `{ ${name}: { from: COLLECTION, id: trigger.product_id } }` }),
          },
        ]
      }
      const isListWord = lookup.id === undefined && ofLists.includes(rest[0] ?? '')
      return attributeProblem(isListWord ? rest.slice(1) : rest, lookup.from, { check, place })
    }),
  )
}

function conditionProblem(
  name: string | undefined,
  known: readonly string[],
  { check, place }: { readonly check: NameCheck; readonly place: string },
): Found[] {
  if (name === undefined || known.includes(name)) return []
  const message = `${place}${mistake('no-block-condition', { name })}`
  return [
    {
      code: 'template/unknown-condition',
      message,
      fix: hint(name, known, check) ?? mistake('add-block-condition', { example: `{ ${name}: { attribute: plan, eq: gold } }` }),
    },
  ]
}

function attributeProblem(
  segments: readonly string[],
  from: string | undefined,
  { check, place }: { readonly check: NameCheck; readonly place: string },
): Found[] {
  const collection = check.collections.find((one) => one.collection === from)
  const [attribute] = segments
  if (collection === undefined || attribute === undefined) return []
  const known = ['id', 'line', ...attributesOf(collection).keys()]
  if (known.includes(attribute)) return []
  const message = `${place}${mistake('no-attribute-of', { name: collection.collection, attribute })}`
  return [{ code: 'catalogue/unknown-attribute', message, fix: hint(attribute, known, check) ?? mistake('there-are', { known: known.join(', ') }) }]
}

function hint(name: string, known: readonly string[], { nearest }: NameCheck): string | undefined {
  const guess = nearest(name, known)
  return guess === undefined ? undefined : mistake('meant', { name: guess })
}

function variablesOf(text: string): Readonly<Record<string, readonly Variable[]>> {
  if (hasTooManyTags(text)) return {}
  try {
    return liquidFor('html').parseAndAnalyzeSync(text, undefined, { partials: false }).variables as unknown as Readonly<Record<string, readonly Variable[]>>
  } catch {
    // What does not parse is somebody else's to say.
    return {}
  }
}

/** Names that stand for items: of loops over a lookup, and those assigned from one. A name that stands for something else as well is left alone. */
function itemNames(text: string, catalogue: Lookups): ReadonlyMap<string, string | undefined> {
  const names = new Map<string, string | undefined>()
  const loops = text.matchAll(/\{%-?\s*for\s+([\w-]+)\s+in\s+([\w.-]+)/g)
  const assigned = text.matchAll(/\{%-?\s*assign\s+([\w-]+)\s*=\s*([\w.-]+)/g)
  for (const [, name = '', source = ''] of [...loops, ...assigned]) {
    const [root, lookup = '', ...rest] = source.split('.')
    const from = root === 'catalogue' && (rest.length === 0 || ofLists.includes(rest[0] ?? '')) && rest[0] !== 'size' ? catalogue[lookup]?.from : undefined
    names.set(name, names.has(name) && names.get(name) !== from ? undefined : from)
  }
  return names
}

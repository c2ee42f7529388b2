// What the tests of this folder begin with: definitions from plain objects, and one subscriber in virtual time.

import { compile, sourceOf } from '../../../src/engine/compile.ts'
import type { Program } from '../../../src/engine/program.ts'
import type { Decision } from '../../../src/model/decision.ts'
import { type Definitions, type Problem, segmentSchema, templateSchema, workspaceSchema } from '../../../src/model/definitions.ts'
import { journeySchema } from '../../../src/model/journey.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { type OneSubscriber, oneSubscriber } from '../../../src/testing/one-subscriber.ts'

export const start = '2026-11-21T10:00:00.000Z'
export const startAt = Date.parse(start)

interface More {
  readonly segments?: readonly JsonObject[]
  readonly workspace?: JsonObject
}

/** A shop with the templates a and b. */
export function definitionsOf(journeys: readonly JsonObject[], more: More = {}): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop', ...more.workspace }),
    journeys: journeys.map((journey) => journeySchema.parse(journey)),
    segments: (more.segments ?? []).map((segment) => segmentSchema.parse(segment)),
    templates: ['a', 'b'].map((template) => templateSchema.parse({ template, subject: template, html: `<p>${template}</p>` })),
  }
}

/** Anna, whose address is known. */
export function begin(journeys: readonly JsonObject[], more: More = {}): OneSubscriber {
  const subscriber = oneSubscriber(definitionsOf(journeys, more), start)
  subscriber.identify({ email: 'anna@example.com' })
  return subscriber
}

export function programOf(journeys: readonly JsonObject[], more: More = {}): Program {
  const compiled = compile(sourceOf(definitionsOf(journeys, more)))
  if (compiled.program === undefined) throw new Error(JSON.stringify(compiled.problems))
  return compiled.program
}

/** What the compiler has to say, as "error code at path". */
export function problemsOf(journeys: readonly JsonObject[], more: More = {}): string[] {
  return compile(sourceOf(definitionsOf(journeys, more))).problems.map(problemText)
}

export function problemText({ severity, code, path }: Problem): string {
  return `${severity} ${code} at ${path.join('.')}`
}

export function of<Kind extends Decision['kind']>(decisions: readonly Decision[], kind: Kind): Extract<Decision, { kind: Kind }>[] {
  return decisions.filter((decision): decision is Extract<Decision, { kind: Kind }> => decision.kind === kind)
}

/** Templates of what was handed over, with day and minute. */
export function sent(subscriber: OneSubscriber): string[] {
  return of(subscriber.decisions, 'handed over').map((decision) => `${decision.template} ${new Date(decision.at).toISOString().slice(5, 16)}`)
}

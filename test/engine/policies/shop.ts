// What the tests of the policies share: a shop whose journeys send one mail each, one subscriber, and what was decided about the mails.

import { compile, sourceOf } from '../../../src/engine/compile.ts'
import type { Decision } from '../../../src/model/decision.ts'
import { type Definitions, segmentSchema, templateSchema, workspaceSchema } from '../../../src/model/definitions.ts'
import { journeySchema } from '../../../src/model/journey.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { type OneSubscriber, oneSubscriber } from '../../../src/testing/one-subscriber.ts'

/** A saturday, 11:00 in Berlin. */
export const start = '2026-11-21T10:00:00.000Z'

export interface Shop {
  readonly workspace?: JsonObject
  readonly journeys?: readonly JsonObject[]
  readonly templates?: readonly JsonObject[]
  readonly segments?: readonly JsonObject[]
}

/** A journey that sends a template at every event of the same name: `mail('a')` on "a". */
export function mail(template: string, more: JsonObject = {}, journey: JsonObject = {}): JsonObject {
  return { journey: `on-${template}`, enter: [{ on: template }], again: 'always', steps: [{ id: 's', send: template, ...more }], ...journey }
}

export function definitionsOf({ workspace = {}, journeys, templates, segments = [] }: Shop): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop', ...workspace }),
    journeys: (journeys ?? [mail('a'), mail('b'), mail('c')]).map((journey) => journeySchema.parse(journey)),
    segments: segments.map((segment) => segmentSchema.parse(segment)),
    templates: (templates ?? ['a', 'b', 'c'].map((template) => ({ template }))).map((template) =>
      templateSchema.parse({ subject: 'Hello', html: '<p>Hello</p>', ...template }),
    ),
  }
}

/** Somebody with an address and these further attributes. */
export function somebodyIn(shop: Shop, attributes: JsonObject = {}, at = start): OneSubscriber {
  const subscriber = oneSubscriber(definitionsOf(shop), at)
  subscriber.identify({ email: 'anna@example.com', ...attributes })
  return subscriber
}

export function of<Kind extends Decision['kind']>(subscriber: OneSubscriber, kind: Kind): Extract<Decision, { kind: Kind }>[] {
  return subscriber.decisions.filter((decision): decision is Extract<Decision, { kind: Kind }> => decision.kind === kind)
}

/** Template and instant of each mail that went out. */
export function sent(subscriber: OneSubscriber): string[] {
  return of(subscriber, 'handed over').map(({ template, at }) => `${template} ${new Date(at).toISOString()}`)
}

/** Template and reason of each mail that never will. */
export function refused(subscriber: OneSubscriber): string[] {
  return of(subscriber, 'refused').map(({ template, reason }) => `${template} ${reason}`)
}

/** Template, instant and rule of each time that a mail was told to wait. */
export function deferred(subscriber: OneSubscriber): string[] {
  return of(subscriber, 'deferred').map(({ template, until, rule }) => `${template} ${until === undefined ? 'lifted' : new Date(until).toISOString()} ${rule}`)
}

/** Codes and places of what is wrong with a workspace. */
export function problemsOf(shop: Shop): string[] {
  return compile(sourceOf(definitionsOf(shop))).problems.map(({ code, path }) => `${code} at ${path.join('.')}`)
}

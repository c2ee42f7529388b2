// Definitions around one trigger that is tried, for worlds of random histories: the journey `probe` has it, and two others that nobody enters are
// there for whatever refers to them.

import type { Definitions } from '../../../src/model/definitions.ts'
import type { Trigger } from '../../../src/model/journey.ts'
import { durationOf, lists, type Scale, segments, sessionGapUnits } from '../../../src/testing/arbitraries/vocabulary.ts'

/** A journey of no steps that this trigger lets in to, every time. */
export function probeDefinitions(scale: Scale, trigger: Trigger): Definitions {
  return {
    workspace: { workspace: 'random', zone: scale.zone, sessionGap: durationOf(scale, sessionGapUnits), lists: [...lists], maxAge: '30d' },
    segments: Object.entries(segments).map(([segment, condition]) => ({ segment, if: condition })),
    templates: [
      { template: 'hello', subject: 'Hello', html: '<p>Hello</p>' },
      { template: 'offer', subject: 'Hello', html: '<p>Hello</p>' },
    ],
    journeys: ['welcome', 'cart', 'probe'].map((journey) => ({
      journey,
      again: 'always',
      enter: [journey === 'probe' ? trigger : { on: 'Nothing' }],
      steps: [],
    })),
  }
}

// Real cases as tests, beside a running server.

import type { CaseDoor } from '../api/admin/case-door.ts'
import { writeYaml } from '../authoring/write-yaml.ts'
import { recordCase } from '../definitions-folder/recorded-case.ts'
import { definitionsOf } from '../engine/compile.ts'
import { recordedLife } from '../insight/recorded-life.ts'
import { limits } from '../model/limits.ts'
import { inputOf } from '../runtime/log-entry.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import type { Store } from '../runtime/store.ts'

/** Makes the door. */
export function caseDoor(ground: { readonly store: Pick<Store, 'load' | 'history' | 'decisions' | 'setting'>; readonly now: () => number }): CaseDoor {
  return {
    async record(subscriber, journey) {
      const published = await readPublished(ground.store)
      const definitions = published && definitionsOf(published)
      if (definitions?.journeys.some((one) => one.journey === journey) !== true) return 'no such journey'
      const { isCut, ...life } = await recordedLife(ground.store, { subscriber, lines: limits.recordedLinesAtDoor, inputOf })
      const recorded = recordCase({ subscriber, ...life, journey, definitions, until: ground.now() })
      if (recorded === undefined) return 'nothing left'
      const leftOut = [...recorded.leftOut].map(([what, times]) => ({ what, times }))
      return { yaml: writeYaml(recorded.test), expected: recorded.expected, leftOut, isCut }
    },
  }
}

// latest: the newest occurrence looks like this.

import type { LatestCondition } from '../../model/condition.ts'
import { sentence } from '../../model/sentence.ts'
import { fromComponent } from '../memories/component.ts'
import { latestOf } from '../memories/latest.ts'
import { compiled, no, yes } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { readsOfRefs } from './refs.ts'
import { refPaths, splitWhere } from './where.ts'

export const compileLatest: CompileKind<LatestCondition> = (condition, compiling) => {
  const { latest: event, where } = condition
  const { fixed, refs, words } = splitWhere(compiling, { event, where, eventPath: ['latest'], wherePath: ['where'] })
  const paths = refPaths(refs)
  const slot = compiling.memories.need(latestOf({ event, where: fixed, paths }))
  const tests = refs.map(({ path, passes }) => ({ place: 2 + paths.indexOf(path), passes }))
  return compiled({
    words: `the newest ${event} is one${words}`,
    evaluate: (view) => {
      const memory = view.state.memories.get(slot.id)
      if (memory === undefined || memory[1] === 0) return no
      for (let index = 0; index < tests.length; index += 1) {
        const { place, passes } = tests[index] as (typeof tests)[number]
        if (!passes(fromComponent(memory[place] ?? []), view)) return no
      }
      return yes
    },
    detail: (view) => {
      const memory = view.state.memories.get(slot.id)
      return memory === undefined ? sentence('never') : sentence('last', { at: memory[0] as number })
    },
    memories: [slot],
    reads: { events: [event], ...readsOfRefs(refs.map(({ ref }) => ref)) },
  })
}

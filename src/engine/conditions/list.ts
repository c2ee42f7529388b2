// list: is on the list.

import type { ListCondition } from '../../model/condition.ts'
import { sentence } from '../../model/sentence.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { checkName } from './names.ts'

export const compileList: CompileKind<ListCondition> = ({ list }, compiling) => {
  checkName(compiling, { kind: 'list', name: list, known: compiling.lists, path: ['list'] })
  return compiled({
    words: `is on the list ${list}`,
    evaluate: (view) => lasting(Object.hasOwn(view.state.lists, list)),
    detail: (view) => (Object.hasOwn(view.state.lists, list) ? sentence('joined-at', { at: view.state.lists[list] as number }) : sentence('not-on-it')),
    reads: { lists: [list] },
  })
}

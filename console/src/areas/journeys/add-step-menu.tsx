// The menu of steps that can be put somewhere, each with its picture.

import type { ReactElement } from 'react'
import { Menu } from '../../kit/menu.tsx'
import { useWords } from '../../words/words.ts'
import { stepLooks } from './step-look.ts'
import { type StepKind, stepKinds } from './step-tree.ts'

/** Where groups of the menu begin. */
const apart: ReadonlySet<StepKind> = new Set(['wait', 'update', 'start'])

/** <AddStepMenu trigger={<Button>Add a step</Button>} onChoose={(kind) => …} /> */
export function AddStepMenu({
  trigger,
  onChoose,
  onPaste,
}: {
  readonly trigger: ReactElement
  readonly onChoose: (kind: StepKind) => void
  readonly onPaste?: (() => void) | undefined
}) {
  const say = useWords('journeys')
  const items = stepKinds.map((kind) => {
    const { icon: Icon } = stepLooks[kind]
    return { label: say(`kind.${kind}`), icon: <Icon aria-hidden />, isApart: apart.has(kind), onSelect: () => onChoose(kind) }
  })
  const paste = onPaste === undefined ? [] : [{ label: say('paste'), isApart: true, onSelect: onPaste }]
  return <Menu trigger={trigger} title={say('add-step')} items={[...items, ...paste]} />
}

// What a publication changes, as a drawing: the draft, with a word on each step that is new or other than before. Steps that go are told beside it.

import { useMemo } from 'react'
import type { JourneyChange } from '../../shell/publish/publish-props.ts'
import { useWords } from '../../words/words.ts'
import { Canvas } from './canvas.tsx'
import type { Overlay } from './overlay.ts'
import { marksOf } from './overlays.ts'
import { everyStep } from './step-tree.ts'
import type { Draft } from './use-draft.ts'
import { useEditing } from './use-editing.ts'

const nothing = (): void => undefined
const still = { isLocked: true, chosen: [], select: nothing, choose: nothing, press: nothing, extend: nothing, edit: nothing, remove: nothing, shift: nothing }

/** The drawing; it can be moved and looked at only. */
export function ChangesDrawing({ draft, changes }: { readonly draft: Draft; readonly changes: readonly JourneyChange[] }) {
  const say = useWords('journeys')
  const overlay = useMemo((): Overlay => ({ marks: marksOf(changes, (kind) => say(`change.${kind}`)), dimsOthers: true }), [changes, say])
  // All of a long journey at once could not be read here: it begins where the first change is.
  const first = [...everyStep(draft.tree.steps)].find(([{ id }]) => changes.some(({ step }) => step === id))?.[0].place ?? ''
  const editing = { ...useEditing(draft), ...still, selected: first }
  return (
    <div className="h-80">
      <Canvas editing={editing} numbers={undefined} overlay={overlay} onOpen={nothing} label={say('changes-label')} />
    </div>
  )
}

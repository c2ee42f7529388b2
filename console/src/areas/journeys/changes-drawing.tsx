// What a publication changes, as a drawing: the draft, with a word on each step that is new or other than before. Steps that go are told beside it.

import { useMemo } from 'react'
import type { JourneyChange } from '../../shell/publish/publish-props.ts'
import { useWords } from '../../words/words.ts'
import { Canvas } from './canvas.tsx'
import type { Overlay } from './overlay.ts'
import { marksOf } from './overlays.ts'
import type { Draft } from './use-draft.ts'
import { useEditing } from './use-editing.ts'

const nothing = (): void => undefined

/** The drawing; it can be moved and looked at only. */
export function ChangesDrawing({ draft, changes }: { readonly draft: Draft; readonly changes: readonly JourneyChange[] }) {
  const say = useWords('journeys')
  const overlay = useMemo((): Overlay => ({ marks: marksOf(changes, (kind) => say(`change.${kind}`)), dimsOthers: true }), [changes, say])
  const editing = { ...useEditing(draft), isLocked: true, selected: '', select: nothing, edit: nothing }
  return (
    <div className="h-80">
      <Canvas editing={editing} numbers={undefined} overlay={overlay} onOpen={nothing} label={say('changes-label')} />
    </div>
  )
}

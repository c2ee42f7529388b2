// What can be done to several selected steps at once: beside the drawing, and on a phone above the list.

import { ArrowDown, ArrowUp, ClipboardPaste, Copy, CopyPlus, Scissors, Trash2, X } from 'lucide-react'
import { Button, IconButton } from '../../kit/button.tsx'
import { useWords } from '../../words/words.ts'
import type { Clipboard } from './use-clipboard.ts'
import type { Editing } from './use-editing.ts'

/** The panel. */
export function ManyPanel({ editing, clipboard }: { readonly editing: Editing; readonly clipboard: Clipboard }) {
  const say = useWords('journeys')
  const { chosen, isLocked } = editing
  const count = chosen.length
  const none = count === 0
  const done = (): void => {
    editing.setPicking(false)
    editing.select('')
  }
  return (
    <section aria-label={say('many.label')} className="flex flex-col gap-3">
      <header className="flex items-center justify-between gap-2">
        <p role="status" className="m-0 text-lg font-semibold">
          {say('many.count', { count })}
        </p>
        <IconButton label={say('many.done')} size="small" onClick={done}>
          <X aria-hidden />
        </IconButton>
      </header>
      <p className="m-0 text-sm text-soft phone:hidden">{say('many.about')}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={<Copy aria-hidden />} disabled={none} onClick={clipboard.copy}>
          {say('many.copy')}
        </Button>
        <Button size="small" icon={<Scissors aria-hidden />} disabled={none || isLocked} onClick={clipboard.cut}>
          {say('many.cut')}
        </Button>
        <Button size="small" icon={<ClipboardPaste aria-hidden />} disabled={isLocked} onClick={() => clipboard.paste(chosen.at(-1) ?? '')}>
          {say('many.paste')}
        </Button>
        <Button size="small" icon={<CopyPlus aria-hidden />} disabled={none || isLocked} onClick={() => editing.duplicate(chosen)}>
          {say('duplicate')}
        </Button>
        <Shift editing={editing} by={-1} />
        <Shift editing={editing} by={1} />
        <Button size="small" kind="danger-plain" icon={<Trash2 aria-hidden />} disabled={none || isLocked} onClick={() => editing.remove(chosen)}>
          {say('delete')}
        </Button>
      </div>
    </section>
  )
}

/** Whether they stand on one way and have room there is asked of the journey, so the button says why not. */
function Shift({ editing, by }: { readonly editing: Editing; readonly by: -1 | 1 }) {
  const say = useWords('journeys')
  const { chosen, isLocked } = editing
  const cannot = chosen.length > 0 && editing.shiftOf(chosen, by) === undefined
  return (
    <Button
      size="small"
      icon={by === -1 ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
      disabled={chosen.length === 0 || isLocked}
      why={cannot ? say('many.no-move') : undefined}
      onClick={() => editing.shift(chosen, by)}
    >
      {say(by === -1 ? 'move-up' : 'move-down')}
    </Button>
  )
}

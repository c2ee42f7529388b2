// The line above an editor that says that somebody changed its file in another tab, or on disk: it is shown already, or taken on a press.

import { Button } from '../kit/button.tsx'
import { useWords } from '../words/words.ts'

export interface Elsewhere {
  /** Whose draft it is; null for the file itself. */
  readonly by: string | null
  /** Shows it in place of what was done here; undefined where it is shown already. */
  readonly take: (() => void) | undefined
}

export interface ChangedElsewhereProps extends Elsewhere {
  /** Whether undo brings back what was done here. */
  readonly canUndo: boolean
}

/** The line. */
export function ChangedElsewhere({ by, take, canUndo }: ChangedElsewhereProps) {
  const say = useWords('shell')
  const who = by === null ? 'file' : 'draft'
  return (
    <div role="status" className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-tint px-3 py-2 text-base text-on-tint">
      <span className="min-w-0 break-words">
        {take === undefined
          ? say(`elsewhere.shown-${who}`, { by })
          : `${say(`elsewhere.${who}`, { by })} ${say(canUndo ? 'elsewhere.undo' : 'elsewhere.gone')}`}
      </span>
      {take !== undefined && (
        <Button size="small" onClick={take}>
          {say('elsewhere.take')}
        </Button>
      )}
    </div>
  )
}

// The keys of canvas and outline. Fetched when somebody asks for them.

import { Dialog } from '../../kit/dialog.tsx'
import { useWords } from '../../words/words.ts'

const rows = ['arrows', 'tab', 'enter', 'back', 'several', 'all', 'delete', 'copy', 'undo', 'move', 'wheel', 'scale'] as const

/** The window. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const say = useWords('journeys')
  return (
    <Dialog open onOpenChange={onClose} title={say('keys.title')} size="small">
      <dl className="m-0 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 pb-5 text-base">
        {rows.map((row) => (
          <div key={row} className="contents">
            <dt className="m-0">
              <kbd className="rounded-sm border border-line-strong bg-sunken px-1.5 py-0.5 text-sm whitespace-nowrap">{say(`keys.${row}`)}</kbd>
            </dt>
            <dd className="m-0 text-soft">{say(`keys.${row}-does`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

// Why a text that was pasted holds no steps, and what to do about it. It stays until it is put aside or something else is pasted.

import { X } from 'lucide-react'
import { IconButton } from '../../kit/button.tsx'
import { useWords } from '../../words/words.ts'
import type { Clipboard } from './use-clipboard.ts'

/** The line above the drawing. */
export function PasteProblem({ wrong: { wrong, line }, onClose }: { readonly wrong: NonNullable<Clipboard['wrong']>; readonly onClose: () => void }) {
  const say = useWords('journeys')
  return (
    <div role="alert" className="flex items-start justify-between gap-2 rounded-md bg-bad-tint p-3 text-base">
      <span>
        <span className="block font-medium">{say('clip.wrong')}</span>
        {say(`clip.wrong-${wrong}`, { line })} <span className="text-soft">{say('clip.wrong-fix')}</span>
      </span>
      <IconButton label={say('clip.forget')} size="small" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}

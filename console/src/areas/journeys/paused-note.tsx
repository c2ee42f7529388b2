// That a journey is paused, by whom and why; fetched only where one is.

import { useWords } from '../../words/words.ts'
import { SaidReason } from '../decisions/said-reason.tsx'
import type { Said } from '../decisions/told.ts'

/** Stands where a reason is to stand. */
const placeholder = '\u0000'
const words = { admin: 'paused-because', file: 'paused-by-file', guard: 'paused-by-guard' } as const
/** More people than expected can be right; that they complain, leave or get it late cannot. */
const qualities: ReadonlySet<string> = new Set(['guard-complaints', 'guard-bounces', 'guard-unsubscribes', 'guard-late', 'guard-late-by'])

/** <PausedNote paused={line.paused} /> */
export function PausedNote({ paused }: { readonly paused: { readonly by: keyof typeof words; readonly said: Said } }) {
  const say = useWords('journeys')
  const [before = '', after = ''] = say(qualities.has(paused.said.code) ? 'paused-by-guard-quality' : words[paused.by], { because: placeholder }).split(
    placeholder,
  )
  return (
    <p className="mb-3 rounded-md bg-warn-tint p-3 text-base">
      {before}
      <SaidReason said={paused.said} />
      {after}
    </p>
  )
}

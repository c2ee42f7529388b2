// Grey shapes where something is about to be, in its size, so that nothing jumps when it comes.

import { useWords } from '../words/words.ts'
import { classes } from './classes.ts'

/** Lines of text, or one shape of the given class: <Skeleton lines={3} />, <Skeleton className="h-64" /> */
export function Skeleton({ lines = 1, className = 'h-5' }: { readonly lines?: number; readonly className?: string }) {
  const say = useWords('kit')
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">{say('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without an identity
        <div key={line} className={classes('animate-[breathe_1.6s_ease-in-out_infinite] rounded-md bg-sunken', className)} />
      ))}
    </div>
  )
}

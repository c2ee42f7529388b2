// A short state, such as "live" or "bounced": always a word, its color only helps. Red is for errors and what is stopped.

import { cva } from 'class-variance-authority'
import type { ReactNode } from 'react'

const look = cva('inline-flex items-center gap-1 rounded-sm px-1.5 py-px text-sm font-medium [&_svg]:size-3.5', {
  variants: {
    kind: {
      plain: 'bg-sunken text-soft',
      accent: 'bg-tint text-on-tint',
      good: 'bg-good-tint text-good',
      warn: 'bg-warn-tint text-warn',
      bad: 'bg-bad-tint text-bad',
      violet: 'bg-violet-tint text-violet',
      teal: 'bg-teal-tint text-teal',
    },
    wraps: { true: '', false: 'whitespace-nowrap' },
  },
})

export type BadgeKind = 'plain' | 'accent' | 'good' | 'warn' | 'bad' | 'violet' | 'teal'

/** <Badge kind="good">live</Badge>; with `wraps` it takes several lines where its column is narrow. */
export function Badge({ kind = 'plain', wraps = false, children }: { readonly kind?: BadgeKind; readonly wraps?: boolean; readonly children: ReactNode }) {
  return <span className={look({ kind, wraps })}>{children}</span>
}

// A sheet on the page, with a heading when it has one.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface CardProps {
  readonly title?: ReactNode
  /** Buttons or a badge beside the heading. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly className?: string
  /** Without the inner space, for tables and lists that reach its edges. */
  readonly isFlush?: boolean
}

/** <Card title="…" aside={<Button/>}>…</Card> */
export function Card({ title, aside, children, className, isFlush = false }: CardProps) {
  return (
    <section className={classes('min-w-0 rounded-lg border border-line bg-card', className)}>
      {(title !== undefined || aside !== undefined) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 px-4 pt-2">
          {/* What is small stays beside the heading, however long that is; what is wide goes below it. */}
          <h2 className="min-w-0 grow basis-48 text-lg font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      <div className={isFlush ? '' : title === undefined ? 'p-4' : 'px-4 pt-1 pb-4'}>{children}</div>
    </section>
  )
}

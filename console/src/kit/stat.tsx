// One number with its name, and what it is of: "Opened 90,112 · 41.3 %".

import type { ReactNode } from 'react'

export interface StatProps {
  readonly label: string
  readonly value: ReactNode
  /** A share, a change, a unit. */
  readonly detail?: ReactNode
  /** A Sparkline. */
  readonly line?: ReactNode
}

/** <Stat label="Opened" value={formats.number(opened)} detail={formats.percent(share)} /> */
export function Stat({ label, value, detail, line }: StatProps) {
  return (
    <div className="flex min-w-0 items-start justify-between gap-3 rounded-lg border border-line bg-card px-4 py-3">
      <dl className="min-w-0">
        <dt className="text-sm wrap-anywhere text-soft">{label}</dt>
        <dd className="m-0">
          <span className="block text-2xl font-semibold">{value}</span>
          {detail !== undefined && <span className="block text-sm text-soft">{detail}</span>}
        </dd>
      </dl>
      {line}
    </div>
  )
}

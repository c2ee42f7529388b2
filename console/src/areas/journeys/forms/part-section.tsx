// A section of what is said of a journey: its title, what it is about, and its fields.

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'

interface SectionProps {
  readonly title: string
  readonly about: string
  /** It can be folded, and begins so. */
  readonly folded?: 'open' | 'closed'
  readonly children: ReactNode
}

/** The section. */
export function Section({ title, about, folded, children }: SectionProps) {
  const [isOpen, setOpen] = useState(folded !== 'closed')
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-t border-line pt-4 first:border-0 first:pt-0">
      <div>
        <h3 className="text-base font-semibold">
          {folded === undefined ? (
            title
          ) : (
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
              className="flex min-h-6 w-full items-center justify-between gap-2 text-start phone:min-h-11"
            >
              {title}
              <ChevronRight aria-hidden className={isOpen ? 'size-4 shrink-0 rotate-90 text-soft' : 'size-4 shrink-0 text-soft'} />
            </button>
          )}
        </h3>
        <p className="text-sm text-soft">{about}</p>
      </div>
      {isOpen && children}
    </section>
  )
}

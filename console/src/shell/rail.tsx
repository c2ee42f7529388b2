// The way to the areas, left of every page. On a phone the bar below stands in for it.

import { Link } from '@tanstack/react-router'
import { classes } from '../kit/classes.ts'
import { useWords } from '../words/words.ts'
import { railAreas } from './areas.ts'

/** The links of the rail; `onFollow` closes a drawer that shows them. */
export function RailLinks({ onFollow }: { readonly onFollow?: () => void }) {
  const say = useWords('shell')
  return (
    <ul className="flex flex-col gap-0.5">
      {railAreas.map(({ name, rail }, index) => {
        const isApart = rail.order >= 100 && (railAreas[index - 1]?.rail.order ?? 100) < 100
        return (
          <li key={name} className={classes(isApart && 'mt-2 border-t border-line pt-2')}>
            <Link
              to={rail.to}
              activeOptions={{ exact: rail.to === '/', includeSearch: false }}
              {...(onFollow === undefined ? {} : { onClick: onFollow })}
              className="flex h-9 items-center gap-2.5 rounded-md px-2.5 text-base text-ink hover:bg-sunken data-[status=active]:bg-tint data-[status=active]:font-medium data-[status=active]:text-on-tint phone:h-12 phone:text-lg"
            >
              <rail.icon aria-hidden className="size-4.5 shrink-0" strokeWidth={1.75} />
              <span className="truncate">{say(`rail.${name}`)}</span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** The rail of wide windows. */
export function Rail() {
  const say = useWords('shell')
  return (
    <nav
      aria-label={say('areas')}
      className="sticky top-(--head) h-[calc(100dvh-var(--head))] w-52 shrink-0 self-start overflow-y-auto border-e border-line bg-card p-2 phone:hidden"
    >
      <RailLinks />
    </nav>
  )
}

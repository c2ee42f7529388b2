// The bar below the page on a phone: the four areas one needs on the way, and a drawer with the rest.

import { Link } from '@tanstack/react-router'
import { Menu as Lines } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '../kit/dialog.tsx'
import { useWords } from '../words/words.ts'
import { railAreas } from './areas.ts'
import { RailLinks } from './rail.tsx'

const look =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-soft data-[status=active]:text-on-tint data-[status=active]:font-medium'
const onTheWay = ['home', 'journeys', 'messages', 'people']

/** Shown on phones only. */
export function PhoneBar() {
  const say = useWords('shell')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <nav
        aria-label={say('areas')}
        className="fixed inset-x-0 bottom-0 z-30 hidden h-16 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] phone:flex"
      >
        {railAreas
          .filter(({ name }) => onTheWay.includes(name))
          .map(({ name, rail }) => (
            <Link key={name} to={rail.to} activeOptions={{ exact: rail.to === '/', includeSearch: false }} className={look}>
              <rail.icon aria-hidden className="size-5" strokeWidth={1.75} />
              <span className="max-w-full truncate tracking-tight">{say(`rail.${name}`)}</span>
            </Link>
          ))}
        <button type="button" className={look} onClick={() => setOpen(true)}>
          <Lines aria-hidden className="size-5" strokeWidth={1.75} />
          {say('more')}
        </button>
      </nav>
      <Dialog open={isOpen} onOpenChange={setOpen} title={say('areas')} size="small">
        <nav aria-label={say('areas')} className="pb-4">
          <RailLinks onFollow={() => setOpen(false)} />
        </nav>
      </Dialog>
    </>
  )
}

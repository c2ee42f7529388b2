// The frame of the settings: their sections at the side, one of them open.

import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { PageHeader } from '../../kit/page-header.tsx'
import { useWords } from '../../words/words.ts'
import { sections } from './sections.ts'

/** The page. */
export function SettingsPage() {
  const say = useWords('settings')
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the sections scroll sideways: the open one is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another one whenever the address changes
  useEffect(() => {
    // What it answers, a promise in newer browsers, is no clean-up of the effect.
    void nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <>
      <PageHeader title={say('title')} />
      <div className="grid grid-cols-[12rem_minmax(0,1fr)] gap-6 phone:grid-cols-1 phone:gap-3">
        <nav ref={nav} aria-label={say('sections')} className="flex flex-col gap-0.5 phone:flex-row phone:overflow-x-auto">
          {sections.map((section) => (
            <Link
              key={section}
              to={`/settings/${section}`}
              className="rounded-md px-3 py-1.5 text-base whitespace-nowrap text-soft hover:bg-sunken hover:text-ink phone:py-2.5"
              activeProps={{ className: 'bg-tint text-on-tint font-medium' }}
            >
              {say(`section.${section}`)}
            </Link>
          ))}
        </nav>
        <div className="flex min-w-0 flex-col gap-4">
          <Outlet />
        </div>
      </div>
    </>
  )
}

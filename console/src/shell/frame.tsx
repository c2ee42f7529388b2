// What stands around every page: rail, header, the bar that says that sending is stopped. The page itself is the router's.

import { Outlet } from '@tanstack/react-router'
import { type ReactNode, Suspense, useLayoutEffect, useRef } from 'react'
import { lazy } from '../kit/lazy.ts'
import { PlaceContext } from '../kit/place-context.ts'
import { Toaster } from '../kit/toast.tsx'
import { useWords } from '../words/words.ts'
import { AwayBar } from './away-bar.tsx'
import { FilePlace } from './file-place.tsx'
import { Header } from './header.tsx'
import { OutdatedBar } from './outdated-bar.tsx'
import { PhoneBar } from './phone-bar.tsx'
import { Rail } from './rail.tsx'
import { useStops } from './use-stops.ts'
import { useWorkspace } from './workspace.ts'

const StoppedBar = lazy(async () => ({ default: (await import('./stopped-bar.tsx')).StoppedBar }))
const StagingBar = lazy(async () => ({ default: (await import('./staging-bar.tsx')).StagingBar }))

/** Rail, header and page: the one that the router found, or what stands there in its place. */
export function Frame({ children = <Outlet /> }: { readonly children?: ReactNode }) {
  const say = useWords('shell')
  const workspace = useWorkspace()
  const { everything: stop } = useStops()
  const head = useRef<HTMLDivElement>(null)
  // What sticks below the head has to know how high it is: with the red bar it is higher.
  useLayoutEffect(() => {
    const box = head.current
    if (box === null) return
    const watch = new ResizeObserver(() => document.documentElement.style.setProperty('--head', `${box.offsetHeight}px`))
    watch.observe(box)
    return () => watch.disconnect()
  }, [])
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#page" className="sr-only z-60 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        {say('to-content')}
      </a>
      <div ref={head} className="sticky top-0 z-30">
        <Header />
        <AwayBar />
        <OutdatedBar />
        {stop !== undefined && (
          <Suspense>
            <StoppedBar />
          </Suspense>
        )}
      </div>
      {workspace.data?.of === 'staging' && (
        <Suspense>
          <StagingBar />
        </Suspense>
      )}
      <div className="flex min-w-0 flex-1">
        <Rail />
        <main id="page" tabIndex={-1} className="min-w-0 flex-1 p-6 outline-none phone:p-4 phone:pb-24">
          <PlaceContext value={FilePlace}>
            <Suspense>{children}</Suspense>
          </PlaceContext>
        </main>
      </div>
      <PhoneBar />
      <Toaster />
    </div>
  )
}

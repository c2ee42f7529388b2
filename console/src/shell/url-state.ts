// State that lives in the address: period, filters, what is selected. So a link shows the same, and "back" goes back.
//
// The router changes the address a moment later than it is told to. A field that somebody types into would show the old text for that moment: the
// caret would jump to its end, and what is typed meanwhile would be lost. So what was told counts at once, until the address says it too.

import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useSyncExternalStore } from 'react'

type Params = Readonly<Record<string, string>>

/** What the address of one page was told and does not say yet. */
interface Told {
  readonly path: string
  readonly values: Params
}

let told: Told | undefined
const listeners = new Set<() => void>()

function tell(next: Told | undefined): void {
  told = next
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** One value of the address: const [status, setStatus] = useUrlState('status', ''). What equals the fallback is not written. */
export function useUrlState(name: string, fallback = ''): readonly [string, (value: string) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const path = useLocation({ select: ({ pathname }) => pathname })
  const change = useUrlChange()
  const ahead = useSyncExternalStore(listen, () => (told?.path === path ? told.values[name] : undefined))
  const value = ahead ?? search[name]
  return [
    value === undefined || value === '' ? fallback : String(value),
    useCallback((next: string) => change({ [name]: next === fallback ? '' : next }), [change, name, fallback]),
  ]
}

/** Changes several values at once; an empty one goes. By default without a new entry in the browser's history. */
export function useUrlChange(): (values: Params, how?: { readonly history: 'replace' | 'push' }) => void {
  const navigate = useNavigate()
  const path = useLocation({ select: ({ pathname }) => pathname })
  return useCallback(
    (values, how = { history: 'replace' }) => {
      const now: Told = { path, values: { ...(told?.path === path ? told.values : {}), ...values } }
      const search = (before: Record<string, unknown>): Record<string, unknown> =>
        Object.fromEntries(Object.entries({ ...before, ...now.values }).filter(([, value]) => value !== '' && value !== undefined))
      tell(now)
      void navigate({ to: '.', search: search as never, replace: how.history === 'replace', resetScroll: false }).finally(() => told === now && tell(undefined))
    },
    [navigate, path],
  )
}

// State that lives in the address: period, filters, what is selected. So a link shows the same, and "back" goes back.

import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

type Params = Readonly<Record<string, string>>

/** One value of the address: const [status, setStatus] = useUrlState('status', ''). What equals the fallback is not written. */
export function useUrlState(name: string, fallback = ''): readonly [string, (value: string) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const change = useUrlChange()
  const value = search[name]
  return [
    value === undefined ? fallback : String(value),
    useCallback((next: string) => change({ [name]: next === fallback ? '' : next }), [change, name, fallback]),
  ]
}

/** Changes several values at once; an empty one goes. By default without a new entry in the browser's history. */
export function useUrlChange(): (values: Params, how?: { readonly history: 'replace' | 'push' }) => void {
  const navigate = useNavigate()
  return useCallback(
    (values, how = { history: 'replace' }) => {
      const search = (before: Record<string, unknown>): Record<string, unknown> =>
        Object.fromEntries(Object.entries({ ...before, ...values }).filter(([, value]) => value !== '' && value !== undefined))
      void navigate({ to: '.', search: search as never, replace: how.history === 'replace', resetScroll: false })
    },
    [navigate],
  )
}

// Light, dark, or as the system says. public/theme.js sets it before the first paint; this changes it afterwards.

import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const keptAs = 'oncue.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let chosen: Theme = readKept()

system.addEventListener('change', apply)

/** What was chosen, what it comes to, and how to choose. */
export function useTheme(): { readonly theme: Theme; readonly isDark: boolean; readonly choose: (theme: Theme) => void } {
  const theme = useSyncExternalStore(listen, () => chosen)
  const isDark = useSyncExternalStore(listen, isDarkNow)
  return { theme, isDark, choose }
}

function choose(theme: Theme): void {
  chosen = theme
  try {
    localStorage.setItem(keptAs, theme)
  } catch {
    // It holds until the page is closed.
  }
  apply()
}

function apply(): void {
  document.documentElement.classList.toggle('dark', isDarkNow())
  for (const listener of listeners) listener()
}

function isDarkNow(): boolean {
  return chosen === 'dark' || (chosen === 'system' && system.matches)
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function readKept(): Theme {
  try {
    const kept = localStorage.getItem(keptAs)
    return themes.find((theme) => theme === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

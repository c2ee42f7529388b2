// Whether the page is dark at the moment, for what is drawn instead of styled.

import { useSyncExternalStore } from 'react'

/** Follows the class that the theme sets. */
export function useIsDark(): boolean {
  return useSyncExternalStore(listen, () => document.documentElement.classList.contains('dark'))
}

function listen(listener: () => void): () => void {
  const watch = new MutationObserver(listener)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] })
  return () => watch.disconnect()
}

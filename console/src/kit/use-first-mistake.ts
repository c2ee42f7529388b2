// A form that was tried with something missing leads to the first of it: what is wrong stands above the button that was pressed, perhaps out of sight.

import { type RefObject, useEffect, useRef } from 'react'

/** The place that holds the fields; const place = useFirstMistake<HTMLDivElement>(tries), where each press of the button is one more try. */
export function useFirstMistake<Place extends HTMLElement>(tries: number): RefObject<Place | null> {
  const place = useRef<Place>(null)
  useEffect(() => {
    if (tries > 0) place.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [tries])
  return place
}

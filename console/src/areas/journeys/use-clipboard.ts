// Copy, cut and paste on canvas and outline: the browser's own, so that its keys and menus work and YAML goes to and comes from anywhere. For those who
// choose it from a menu where the browser lends no clipboard, what was copied last is kept beside it, for all tabs.

import { useEffect, useRef, useState } from 'react'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import { readerNow, withReader } from './journey-reader.ts'
import type { Clip } from './step-clip.ts'
import type { Editing, Spot } from './use-editing.ts'

export interface Clipboard {
  /** From a menu or a button. */
  copy(): void
  cut(): void
  paste(spot: Spot): void
  /** Why what was pasted last could not be. */
  readonly wrong: Extract<Clip, { readonly wrong: unknown }> | undefined
  forget(): void
}

const keptAs = 'oncue.copied-steps'

/** Listens to the page while a view of the journey is open in which steps are selected. */
export function useClipboard(editing: Editing, { isOn }: { readonly isOn: boolean }): Clipboard {
  const say = useWords('journeys')
  const [wrong, setWrong] = useState<Clipboard['wrong']>(undefined)
  const take = (how: 'copied' | 'cut'): string => {
    const places = chosenOrFocused(editing)
    const text = editing.clip(places)
    if (text === '' || (how === 'cut' && editing.isLocked)) return ''
    localStorage.setItem(keptAs, text)
    toast(say(`clip.${how}`, { count: places.length }))
    if (how === 'cut') editing.remove(places)
    return text
  }
  const put = async (text: string, spot: Spot): Promise<void> => {
    const clip = await editing.paste(text, spot)
    setWrong('wrong' in clip ? clip : undefined)
    if (!('wrong' in clip)) toast(say('clip.pasted', { count: clip.steps.length }))
  }
  const deeds = useRef({ take, put, editing })
  useEffect(() => {
    deeds.current = { take, put, editing }
  })
  useEffect(() => {
    if (!isOn) return
    const onTake = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return
      const how = event.type === 'cut' ? 'cut' : 'copied'
      // What the event brought is gone by the time it could be filled.
      if (readerNow() === undefined) withReader(() => lend(deeds.current.take(how)))
      else {
        const text = deeds.current.take(how)
        if (text === '') return
        event.clipboardData?.setData('text/plain', text)
      }
      event.preventDefault()
    }
    const onPaste = (event: ClipboardEvent): void => {
      const now = deeds.current
      if (!isOurs(event) || now.editing.isLocked) return
      void now.put(event.clipboardData?.getData('text/plain') ?? '', chosenOrFocused(now.editing).at(-1) ?? '')
      event.preventDefault()
    }
    document.addEventListener('copy', onTake)
    document.addEventListener('cut', onTake)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onTake)
      document.removeEventListener('cut', onTake)
      document.removeEventListener('paste', onPaste)
    }
  }, [isOn])
  return {
    copy: () => withReader(() => lend(deeds.current.take('copied'))),
    cut: () => withReader(() => lend(deeds.current.take('cut'))),
    paste(spot) {
      void lent().then((text) => deeds.current.put(text, spot))
    },
    wrong,
    forget: () => setWrong(undefined),
  }
}

/** Whoever went to another step by keyboard means that one. */
function chosenOrFocused({ chosen, step }: Editing): readonly string[] {
  const { card, place = card } = document.activeElement?.closest<HTMLElement>('[data-card], [data-place]')?.dataset ?? {}
  return place === undefined || chosen.includes(place) || step(place) === undefined ? chosen : [place]
}

function lend(text: string): void {
  if (text !== '') void navigator.clipboard?.writeText(text).catch(() => undefined)
}

/** What the browser's clipboard holds, or else what was copied here last. */
async function lent(): Promise<string> {
  const kept = localStorage.getItem(keptAs) ?? ''
  const text = await navigator.clipboard?.readText?.().catch(() => kept)
  return text === undefined || text.trim() === '' ? kept : text
}

/** Fields, windows and marked words have a clipboard of their own. */
function isOurs(event: ClipboardEvent): boolean {
  const at = document.activeElement
  const isField = at?.closest('input, textarea, [contenteditable="true"], [role="dialog"]') != null
  const marked = document.getSelection()
  return !event.defaultPrevented && !isField && (event.type === 'paste' || marked === null || marked.isCollapsed)
}

// The palette (Ctrl-K): every page, and things of the areas that match what is typed. It stands in a dialog, so that focus goes in and returns.

import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
import { after } from '../kit/clock.ts'
import { useWords } from '../words/words.ts'
import { areas, railAreas } from './areas.ts'
import { type FoundInArea, findNamed } from './find-named.ts'

const itemLook =
  'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-base data-[selected=true]:bg-tint data-[selected=true]:text-on-tint phone:min-h-12'
const groupLook = 'p-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-soft'
/** Typing goes on this long before the areas are asked. */
const pauseMs = 180

/** The palette. */
export function Palette({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const say = useWords('shell')
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const found = useFound(open ? text.trim() : '')
  useEffect(() => {
    if (open) setText('')
  }, [open])
  const go = (to: string): void => {
    onOpenChange(false)
    void navigate({ href: to })
  }
  const wanted = text.trim().toLocaleLowerCase()
  const pages = railAreas.filter(({ name }) => say(`rail.${name}`).toLocaleLowerCase().includes(wanted))
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40 animate-[fade_120ms]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 rounded-lg bg-raised shadow-raised outline-none"
        >
          <Dialog.Title className="sr-only">{say('search')}</Dialog.Title>
          <Command shouldFilter={false} loop label={say('search')}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={say('search')}
              className="h-13 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[55vh] overflow-y-auto p-1">
              <Command.Empty className="px-4 py-8 text-center text-base text-soft">{say('palette.nothing')}</Command.Empty>
              {pages.length > 0 && (
                <Command.Group heading={say('palette.pages')} className={groupLook}>
                  {pages.map(({ name, rail }) => (
                    <Command.Item key={name} value={`page ${name}`} onSelect={() => go(rail.to)} className={itemLook}>
                      <rail.icon aria-hidden className="size-4 shrink-0" />
                      {say(`rail.${name}`)}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {found.map(({ area, things }) => (
                <Command.Group key={area} heading={say(`rail.${area}`)} className={groupLook}>
                  {things.map((thing) => (
                    <Command.Item key={thing.to} value={thing.to} onSelect={() => go(thing.to)} className={itemLook}>
                      <span className="max-w-[60%] shrink-0 truncate">{thing.title}</span>
                      {thing.detail !== undefined && <span className="min-w-0 truncate text-sm text-soft">{thing.detail}</span>}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What there is for a text, a moment after it stopped changing. An area that fails finds nothing; what leads to an area that is not there is left out. */
function useFound(text: string): readonly FoundInArea[] {
  const [found, setFound] = useState<readonly FoundInArea[]>([])
  useEffect(() => {
    const giveUp = new AbortController()
    if (text === '') setFound([])
    const forget = after(pauseMs, async () => {
      if (text === '') return
      const ofAreas = areas.map(async ({ name, find }) => ({ area: name, things: find === undefined ? [] : await find(text, giveUp.signal).catch(() => []) }))
      const all = [...(await findNamed(text).catch(() => [])), ...(await Promise.all(ofAreas))]
      if (!giveUp.signal.aborted) setFound(merged(all).filter(({ area, things }) => things.length > 0 && railAreas.some(({ name }) => name === area)))
    })
    return () => {
      forget()
      giveUp.abort()
    }
  }, [text])
  return found
}

/** One group for each area, with nothing twice: what is in force is found by its name, and again by its area together with the drafts. */
function merged(all: readonly FoundInArea[]): readonly FoundInArea[] {
  const groups = new Map<string, Map<string, FoundInArea['things'][number]>>()
  for (const { area, things } of all) {
    const group = groups.get(area) ?? new Map<string, FoundInArea['things'][number]>()
    for (const thing of things) if (!group.has(thing.to)) group.set(thing.to, thing)
    groups.set(area, group)
  }
  return [...groups].map(([area, things]) => ({ area, things: [...things.values()] }))
}

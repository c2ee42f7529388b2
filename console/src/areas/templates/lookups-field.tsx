// What a template looks up in the catalogue, list by list: what each picks, changed in a window or taken away. A list that must find something holds a mail back, so it
// is seen here also where no block shows it any more.

import { Trash2 } from 'lucide-react'
import { useContext, useState } from 'react'
import { Button, IconButton } from '../../kit/button.tsx'
import { useWords } from '../../words/words.ts'
import { PickDialog, PickingContext, pickOf, usePickWords } from './blocks/pick-dialog.tsx'

/** Nothing where the template looks nothing up. */
export function LookupsField({ isLocked }: { readonly isLocked: boolean }) {
  const say = useWords('templates')
  const inWords = usePickWords()
  const picking = useContext(PickingContext)
  const [asked, setAsked] = useState<string | undefined>()
  const names = Object.keys(picking.lookups)
  if (names.length === 0) return null
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-semibold">{say('picks.in-settings')}</legend>
      <ul className="flex flex-col gap-2">
        {names.map((name) => (
          <li key={name} className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1">
              <span className="font-medium">{name}</span>{' '}
              <span className="text-soft">{inWords(name) ?? say(picking.lookups[name]?.['id'] === undefined ? 'picks.by-hand' : 'picks.one-item')}</span>
            </span>
            {pickOf(name, picking) !== undefined && (
              <Button size="small" disabled={isLocked} onClick={() => setAsked(name)}>
                {say('picks.edit', { name })}
              </Button>
            )}
            <IconButton size="small" label={say('picks.remove', { name })} disabled={isLocked} onClick={() => picking.keep([[name, undefined]])}>
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {asked !== undefined && (
        <PickDialog
          name={asked}
          onClose={() => setAsked(undefined)}
          onPicked={(_name, entries) => {
            picking.keep(entries)
            setAsked(undefined)
          }}
        />
      )}
    </fieldset>
  )
}

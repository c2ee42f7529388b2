// Names with their values, one below the other: what an update sets, what a call carries.

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../../../kit/button.tsx'
import { Combobox, type Suggestion } from '../../../../kit/combobox.tsx'
import { useWords } from '../../../../words/words.ts'
import { type EntryKind, EntryValue } from './entry-value.tsx'
import { FieldGroup } from './field-group.tsx'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

type Entries = readonly (readonly [name: string, value: unknown])[]

interface EntriesProps extends FieldProps {
  readonly kind: EntryKind
  readonly names: readonly Suggestion[]
  readonly ofEvent: readonly Suggestion[]
  readonly ofPerson: readonly Suggestion[]
}

/** The field. */
export function EntriesField({ label, hint, isOptional, value, onChange, isLocked, kind, names, ofEvent, ofPerson }: EntriesProps) {
  const say = useWords('journey-forms')
  const [error, setError] = useState<string | undefined>(undefined)
  const written: Entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const typed = useTyped(written, (next) => {
    const named = next.map(([name, one]) => [name.trim(), one] as const).filter(([name]) => name !== '')
    const twice = named.find(([name], index) => named.findIndex(([other]) => other === name) !== index)
    setError(twice === undefined ? undefined : say('error.twice', { name: twice[0] }))
    if (twice !== undefined || JSON.stringify(named) === JSON.stringify(written)) return
    onChange(named.length === 0 ? undefined : Object.fromEntries(named))
  })
  const entries = typed.now
  const change = (index: number, entry: readonly [string, unknown]): void => typed.change(entries.toSpliced(index, 1, entry))
  return (
    <FieldGroup label={label} hint={hint} isOptional={isOptional} error={error} onLeave={typed.done}>
      {entries.map(([name, one], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry keeps its fields while its name is typed
        <div key={index} className="flex flex-col gap-1.5 border-s-2 border-line ps-2.5">
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 flex-1">
              <Combobox
                label={say('entry-name', { what: label, number: index + 1 })}
                value={name}
                suggestions={names}
                isFree
                placeholder={say('name')}
                disabled={isLocked}
                onChange={(next) => change(index, [next, one])}
              />
            </span>
            {!isLocked && (
              <IconButton size="small" label={say('remove-name', { name })} onClick={() => typed.change(entries.toSpliced(index, 1))}>
                <X aria-hidden />
              </IconButton>
            )}
          </span>
          <EntryValue
            label={say('entry-value', { what: name === '' ? label : name })}
            kind={kind}
            value={one}
            onChange={(next) => change(index, [name, next])}
            isLocked={isLocked}
            ofEvent={ofEvent}
            ofPerson={ofPerson}
          />
        </div>
      ))}
      {!isLocked && entries.at(-1)?.[0] !== '' && (
        <div>
          <Button size="small" kind="quiet" icon={<Plus aria-hidden />} onClick={() => typed.change([...entries, ['', kind === 'numbers' ? 1 : '']])}>
            {say(entries.length === 0 ? 'add-name' : 'add-another')}
          </Button>
        </div>
      )}
    </FieldGroup>
  )
}

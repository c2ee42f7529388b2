// Several names, any of which will do: a field for each.

import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../../../kit/button.tsx'
import { Combobox, type Suggestion } from '../../../../kit/combobox.tsx'
import { useWords } from '../../../../words/words.ts'
import { FieldGroup } from './field-group.tsx'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

interface NamesProps extends FieldProps {
  readonly suggestions: readonly Suggestion[]
  /** A single name is written as a list as well. */
  readonly isList: boolean
}

/** The field. */
export function NamesField({ label, hint, isOptional, value, onChange, isLocked, suggestions, isList }: NamesProps) {
  const say = useWords('journey-forms')
  const written = [value].flat().filter((one): one is string => typeof one === 'string')
  const typed = useTyped<readonly string[]>(written.length === 0 && !isOptional ? [''] : written, (next) => {
    const names = next.map((one) => one.trim()).filter((one) => one !== '')
    if (names.join('\n') === written.join('\n')) return
    if (names.length === 0) {
      if (isOptional) onChange(undefined)
      return
    }
    onChange(names.length === 1 && !isList && !Array.isArray(value) ? names[0] : names)
  })
  const names = typed.now
  return (
    <FieldGroup label={label} hint={hint} isOptional={isOptional} onLeave={typed.done}>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name keeps its field while it is typed
        <span key={index} className="flex items-center gap-1.5">
          <span className="min-w-0 flex-1">
            <Combobox
              label={names.length === 1 ? label : `${label} ${index + 1}`}
              value={name}
              suggestions={suggestions}
              isFree
              disabled={isLocked}
              onChange={(next) => typed.change(names.toSpliced(index, 1, next))}
            />
          </span>
          {!isLocked && (names.length > 1 || isOptional) && (
            <IconButton size="small" label={say('remove-name', { name })} onClick={() => typed.change(names.toSpliced(index, 1))}>
              <X aria-hidden />
            </IconButton>
          )}
        </span>
      ))}
      {!isLocked && names.at(-1) !== '' && (
        <div>
          <Button size="small" kind="quiet" icon={<Plus aria-hidden />} onClick={() => typed.change([...names, ''])}>
            {say(names.length === 0 ? 'add-name' : 'add-another')}
          </Button>
        </div>
      )}
    </FieldGroup>
  )
}

// A field for several names at one place of workspace.yaml: each can be taken away, one more is typed or chosen. One name alone is written as a word,
// several as a list.

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../kit/button.tsx'
import { Combobox, type Suggestion } from '../../kit/combobox.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import type { RuleFieldProps } from './rule-field.tsx'
import { at } from './workspace-value.ts'

export interface NamesRuleProps extends RuleFieldProps {
  /** Without any it is a plain field. */
  readonly suggestions?: readonly Suggestion[]
  /** What holds when nothing is written. */
  readonly usual?: string
  readonly most: number
  /** What each has to look like. */
  readonly form?: RegExp
  readonly wrong?: string
  readonly placeholder?: string
  /** A list also when it is only one. */
  readonly isList?: true
}

/** The field. */
export function NamesRule({ file, path, label, hint, suggestions, usual, most, form = /\S/, wrong, placeholder = '', isList }: NamesRuleProps) {
  const say = useWords('settings')
  const [typed, setTyped] = useState('')
  // What is half typed is not wrong yet.
  const [isDone, setDone] = useState(false)
  const names = namesAt(file.value, path)
  const text = typed.trim()
  const error = !isDone || text === '' ? undefined : names.includes(text) ? say('names.there') : form.test(text) ? undefined : wrong
  const set = (next: readonly string[]): void => file.set(path, next.length === 0 ? undefined : next.length === 1 && isList !== true ? next[0] : next)
  const type = (next: string): void => {
    setTyped(next)
    setDone(false)
  }
  const add = (): void => {
    setDone(true)
    if (text === '' || names.includes(text) || !form.test(text)) return
    set([...names, text])
    type('')
  }
  const control = { value: typed, placeholder, disabled: file.why !== undefined }
  return (
    <Field label={label} hint={hint} error={error}>
      {(parts) => (
        <div className="flex flex-col gap-2">
          {names.length === 0 && usual !== undefined && <span className="text-base text-soft">{say('rule.usually', { value: usual })}</span>}
          {names.length > 0 && (
            <ul aria-label={say('names.list', { label })} className="flex flex-wrap gap-1.5">
              {names.map((name) => (
                <li key={name} className="flex max-w-full items-center gap-1 rounded-md bg-sunken ps-2.5 text-base">
                  <span className="min-w-0 break-all">{name}</span>
                  <IconButton size="small" label={say('names.remove', { name })} why={file.why} onClick={() => set(names.filter((one) => one !== name))}>
                    <X aria-hidden />
                  </IconButton>
                </li>
              ))}
            </ul>
          )}
          {names.length < most && (
            // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field below adds what stands in it
            <div className="flex gap-2" onKeyDown={(event) => event.key === 'Enter' && !event.defaultPrevented && add()}>
              {suggestions === undefined ? (
                <Input {...parts} {...control} className="min-w-0 flex-1" onChange={({ target }) => type(target.value)} onBlur={() => setDone(true)} />
              ) : (
                <Combobox
                  {...parts}
                  {...control}
                  className="min-w-0 flex-1"
                  onChange={type}
                  suggestions={suggestions.filter(({ value }) => !names.includes(value))}
                  isFree
                />
              )}
              <Button icon={<Plus />} why={file.why} disabled={text === ''} onClick={add}>
                {say('names.add')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Field>
  )
}

/** The names there: a word is one. */
export function namesAt(value: unknown, path: RuleFieldProps['path']): readonly string[] {
  const found = at(value, path)
  if (typeof found === 'string') return [found]
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []
}

// What links of a template's mails carry for web analytics: what journey and workspace say, parameters of its own, or none. The step that sends it goes
// before it.

import { useState } from 'react'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'

const parameters = ['source', 'medium', 'campaign', 'content', 'term'] as const
const ways = ['around', 'own', 'none'] as const
type Way = (typeof ways)[number]

interface UtmProps {
  /** As it is written: parameters, false, or undefined. */
  readonly value: unknown
  readonly isLocked: boolean
  readonly error: string | undefined
  readonly onChange: (value: Readonly<Record<string, string>> | false | undefined) => void
}

/** The fields. */
export function UtmFields({ value, isLocked, error, onChange }: UtmProps) {
  const say = useWords('templates')
  const own = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, string>>) : undefined
  // Chosen, and nothing said yet: there is nothing to write down.
  const [isBegun, setBegun] = useState(false)
  const way: Way = own !== undefined ? 'own' : value === false ? 'none' : isBegun ? 'own' : 'around'
  const choose = (next: Way): void => {
    setBegun(next === 'own')
    onChange(next === 'none' ? false : undefined)
  }
  const set = (name: string, text: string): void => {
    const { [name]: _, ...others } = own ?? {}
    const all = text === '' ? others : { ...others, [name]: text }
    setBegun(true)
    onChange(Object.keys(all).length === 0 ? undefined : all)
  }
  return (
    <>
      <Field label={say('utm.label')} hint={say('utm.about')} error={error}>
        {(parts) => (
          <Select {...parts} value={way} disabled={isLocked} onChange={({ target }) => choose(target.value as Way)}>
            {ways.map((one) => (
              <option key={one} value={one}>
                {say(`utm.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {way === 'own' && (
        <div className="grid grid-cols-2 gap-4 border-s-2 border-line ps-3 phone:grid-cols-1">
          {parameters.map((name) => (
            <Field key={name} label={`utm_${name}`} hint={say(`utm.hint.${name}`)}>
              {(parts) => <Input {...parts} value={own?.[name] ?? ''} readOnly={isLocked} onChange={({ target }) => set(name, target.value)} />}
            </Field>
          ))}
        </div>
      )}
    </>
  )
}

// A question with a few answers, each with a sentence on what it means.

import type { ReactNode } from 'react'

export interface ChoicesProps<Value extends string> {
  readonly legend: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly about?: ReactNode }[]
}

/** Radio buttons side by side; below each other where there is no room. */
export function Choices<Value extends string>({ legend, value, onChange, choices }: ChoicesProps<Value>) {
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className="sr-only">{legend}</legend>
      <div className="grid grid-cols-3 gap-2 max-lg:grid-cols-1">
        {choices.map((one) => (
          <label
            key={one.value}
            className="flex min-h-6 cursor-pointer gap-2 rounded-md border border-line p-2.5 has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={legend} checked={value === one.value} onChange={() => onChange(one.value)} className="mt-1 self-start" />
            <span>
              <span className="block text-base font-medium">{one.label}</span>
              {one.about !== undefined && <span className="block text-sm text-soft">{one.about}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

// A field that is made of several controls: its name, what it is for, and the controls.

import { type ReactNode, useId } from 'react'
import { OptionalMark } from '../../../../kit/field.tsx'

interface GroupProps {
  readonly label: string
  readonly hint: string
  readonly isOptional: boolean
  readonly error?: string | undefined
  /** The focus has left all of its controls. */
  readonly onLeave?: () => void
  readonly children: ReactNode
}

/** The group. */
export function FieldGroup({ label, hint, isOptional, error, onLeave, children }: GroupProps) {
  const id = useId()
  return (
    <fieldset
      aria-describedby={`${id}-hint`}
      className="m-0 flex min-w-0 flex-col gap-1.5 border-0 p-0"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onLeave?.()
      }}
    >
      <legend className="mb-1 p-0 text-sm font-medium">
        {label}
        {isOptional && <OptionalMark />}
      </legend>
      {children}
      {error !== undefined && (
        <p className="text-sm text-bad" role="alert">
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="text-sm text-soft">
        {hint}
      </p>
    </fieldset>
  )
}

// A form field: its label, what it is for with an example, the control, and what is wrong with it, joined for those who hear the page.

import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

export interface FieldParts {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

export interface FieldProps {
  readonly label: string
  /** One sentence on what it is for, with an example. */
  readonly hint?: ReactNode
  /** What is wrong with what was given. */
  readonly error?: string | undefined
  /** Says that it may be left empty. */
  readonly optional?: string
  readonly className?: string
  /** Gets what the control needs: {(parts) => <Input {...parts} />} */
  readonly children: (parts: FieldParts) => ReactNode
}

/** <Field label="Name" hint="What …, such as …">{(parts) => <Input {...parts} />}</Field> */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId()
  const described = [error === undefined ? undefined : `${id}-error`, hint === undefined ? undefined : `${id}-hint`].filter((one) => one !== undefined)
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional !== undefined && <span className="font-normal text-soft"> · {optional}</span>}
      </label>
      {children({ id, 'aria-describedby': described.join(' ') || undefined, 'aria-invalid': error === undefined ? undefined : true })}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm text-bad" role="alert">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  )
}

// A form field: its label, what it is for with an example, the control, and what is wrong with it, joined for those who hear the page.

import { type ReactNode, useId } from 'react'
import { useWords } from '../words/words.ts'
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
  /** It may be left empty; a text says what that means. */
  readonly optional?: boolean | string | undefined
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
        {optional !== undefined && optional !== false && <OptionalMark {...(optional === true ? {} : { text: optional })} />}
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

/** Behind the name of what may be left empty. */
export function OptionalMark({ text }: { readonly text?: string }) {
  const say = useWords('kit')
  return <span className="font-normal text-soft"> · {text ?? say('optional')}</span>
}

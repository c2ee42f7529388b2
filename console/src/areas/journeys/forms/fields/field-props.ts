// What every field of a form is told.

export interface FieldProps {
  readonly label: string
  readonly hint: string
  readonly isOptional: boolean
  /** As the file says it. */
  readonly value: unknown
  /** Undefined takes the field away. */
  readonly onChange: (value: unknown) => void
  readonly isLocked: boolean
}

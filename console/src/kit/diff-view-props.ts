// What a comparison is told.

export interface DiffViewProps {
  readonly before: string
  readonly after: string
  readonly language?: 'yaml' | 'json' | 'text'
  readonly label: string
  /** A class for its height. */
  readonly className?: string
}

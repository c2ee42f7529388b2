// The text of one part of a template, wherever it stands: in a file of its own, or in the definition, which is changed by its key then.

import { readYaml } from '../../kit/read-yaml.ts'
import { writeYaml } from '../../kit/write-yaml.ts'
import type { TabProps } from './tab-props.ts'

export interface PartText {
  readonly file: string
  readonly isInline: boolean
  readonly text: string
  /** Whether it is here and can be written. */
  readonly isReady: boolean
  edit(text: string): void
}

export interface AskedPart {
  readonly file: string
  readonly part?: string
  readonly locale?: string | null
  readonly isInline?: boolean
}

/** The text; of the definition itself where nothing is asked for. */
export function usePartText({ template, draft }: Pick<TabProps, 'template' | 'draft'>, asked: AskedPart | undefined): PartText {
  const { file = template.file, part = '', locale = null, isInline = false } = asked ?? {}
  const whole = draft.textOf(file)
  if (!isInline) return { file, isInline, text: whole ?? '', isReady: whole !== undefined, edit: (text) => draft.edit(file, text) }
  const path = locale === null ? [part] : ['locales', locale, part]
  const written = whole === undefined ? undefined : readYaml(whole, template.index)
  const value = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    written,
  )
  return {
    file,
    isInline,
    text: typeof value === 'string' ? value : '',
    isReady: written !== undefined,
    edit: (text) => {
      const next = whole === undefined ? undefined : writeYaml(whole, { index: template.index, path }, text)
      if (next !== undefined) draft.edit(file, next)
    },
  }
}

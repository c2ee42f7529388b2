// What every tab of the editor is given.

import type { DraftFiles } from '../../shell/use-draft-files.ts'
import type { TemplateProblem } from './problem-list.tsx'
import type { OneTemplate } from './shown-with.tsx'

/** A place that was asked for, by a problem of the list. */
export interface AskedPlace {
  readonly file: string
  readonly line: number
}

export interface TabProps {
  readonly template: OneTemplate
  readonly draft: DraftFiles
  readonly problems: readonly TemplateProblem[]
  readonly place: AskedPlace | undefined
  /** Why nothing can be written; undefined when it can. */
  readonly locked: string | undefined
}

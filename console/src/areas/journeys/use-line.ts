// A link to a line of a journey's file, such as from a problem before publishing: it opens the part of the journey that stands there.

import { useEffect } from 'react'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { withReader } from './journey-reader.ts'
import type { Editing } from './use-editing.ts'

/** Selects what stands in the `line` of the address; the text where it cannot be read. */
export function useLine(editing: Editing): void {
  const [line] = useUrlState('line')
  const change = useUrlChange()
  useEffect(() => {
    if (line === '') return
    const { broken } = editing.draft.read
    withReader(() => change(broken === undefined ? { line: '', step: editing.placeAt(Number(line)) } : { line: '', view: 'code' }))
  }, [line, editing, change])
}

// The renderer of everybody who looks at templates without sending them: checks of definitions and previews, and pages in MJML that become HTML. There is one in a process, because to start
// its thread takes longer than most of what it is asked; it goes when nobody looks. Messages have another, so that a template that is
// still being written never keeps one waiting.

import { limits } from '../model/limits.ts'
import { createRenderer, type LimitedRenderer } from './renderer.ts'

/** Long enough for somebody who types, and for the checks of one publication after another. */
const restMs = 10_000

/** Nobody closes it: its thread starts with the first question and keeps no process alive. */
export const lookingRenderer: Pick<LimitedRenderer, 'email' | 'texts' | 'page'> = createRenderer({ restMs, pageMs: limits.pageMs })

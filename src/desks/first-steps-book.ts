// Which of the first steps somebody has taken on this server, beside the workspace: a step stays taken, whatever becomes of what it left behind.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FirstStepsBook } from '../api/admin/admin-route.ts'

/** Opens the book of a data folder; an unreadable one begins anew. */
export function firstStepsBook({ data }: { readonly data: string }, writeKey: string): FirstStepsBook {
  const path = join(data, 'first-steps.json')
  const done = new Set(stepsIn(path))
  return {
    writeKey,
    has: (step) => done.has(step),
    note(step) {
      if (done.has(step)) return
      done.add(step)
      writeFileSync(path, JSON.stringify([...done]), { mode: 0o600 })
    },
  }
}

function stepsIn(path: string): readonly string[] {
  if (!existsSync(path)) return []
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Array.isArray(kept) ? kept.filter((step) => typeof step === 'string') : []
  } catch {
    return []
  }
}

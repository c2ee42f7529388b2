// What mails of a journey still say as their ready designs came: words that were meant to be replaced. Asked for where it is about to be published.

import { useEffect, useState } from 'react'
import { ask } from '../../client/ask.ts'
import { areas } from '../../shell/areas.ts'

export interface LeftOver {
  readonly template: string
  readonly sentence: string
}

/** So many templates are looked at. */
const mostLookedAt = 20

/** Nothing until it is known, and of a template that is not there. */
export function useLeftOfDesign(templates: readonly string[]): readonly LeftOver[] {
  const [left, setLeft] = useState<readonly LeftOver[]>([])
  const names = JSON.stringify([...new Set(templates)].slice(0, mostLookedAt))
  useEffect(() => {
    const gone = new AbortController()
    const look = async (): Promise<void> => {
      const maker = await areas.find(({ makesTemplates }) => makesTemplates !== undefined)?.makesTemplates?.()
      if (maker === undefined) return
      const found = await Promise.all(
        (JSON.parse(names) as readonly string[]).map(async (template): Promise<readonly LeftOver[]> => {
          const { parts } = await ask('GET /templates/{template}', { params: { template }, signal: gone.signal })
          const sentences = await maker.leftOfDesign(parts.map(({ text }) => text))
          return sentences.map((sentence) => ({ template, sentence }))
        }),
      )
      if (!gone.signal.aborted) setLeft(found.flat())
    }
    // What cannot be read here is told by the check of the drafts beside it.
    look().catch(() => undefined)
    return () => gone.abort()
  }, [names])
  return left
}

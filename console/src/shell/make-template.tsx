// Making a template where one is chosen: the window of the area that makes templates, fetched with its words when it is first opened.

import { type ComponentType, Suspense } from 'react'
import { lazy } from '../kit/lazy.ts'
import { loadWords } from '../words/words.ts'
import type { MakeProps } from './area.ts'
import { areas } from './areas.ts'

const maker = areas.find(({ makesTemplates }) => makesTemplates !== undefined)

const Window = lazy(async (): Promise<{ readonly default: ComponentType<MakeProps> }> => {
  if (maker?.makesTemplates === undefined) return { default: () => null }
  const [{ MakeTemplate: component }] = await Promise.all([maker.makesTemplates(), loadWords(maker.name)])
  return { default: component }
})

/** Open as long as it stands in the page. */
export function MakeTemplate(props: MakeProps) {
  return (
    <Suspense>
      <Window {...props} />
    </Suspense>
  )
}

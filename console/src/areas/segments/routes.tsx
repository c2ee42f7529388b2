// Segments: people by condition. The list, one with its rules, members and days, and a new one.

import { Filter } from 'lucide-react'
import { ask } from '../../client/ask.ts'
import { askAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'
import { loadWords } from '../../words/words.ts'

/** Sentences of conditions stand on these pages too. */
async function withConditions<Loaded>(load: Promise<Loaded>): Promise<Loaded> {
  await loadWords('conditions')
  return load
}

export const area = defineArea({
  name: 'segments',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/segments', icon: Filter, order: 30 },
  pages: [
    {
      path: '/segments',
      prepare: () => void askAhead('GET /segments', {}),
      load: () => withConditions(import('./segments-page.tsx').then((it) => it.SegmentsPage)),
    },
    { path: '/segments/new', load: () => withConditions(import('./new-segment-page.tsx').then((it) => it.NewSegmentPage)) },
    { path: '/segments/$segment', load: () => withConditions(import('./segment-page.tsx').then((it) => it.SegmentPage)) },
  ],
  async find(text, signal) {
    const { segments } = await ask('GET /schema/names', { signal })
    const wanted = text.toLocaleLowerCase()
    return segments
      .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
      .map(({ name, description }) => ({ title: name, ...(description === null ? {} : { detail: description }), to: `/segments/${encodeURIComponent(name)}` }))
  },
})

// Home: what happened, and what needs attention.

import { House } from 'lucide-react'
import { askAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'
import { overviewInput } from './overview-input.ts'

export const area = defineArea({
  name: 'home',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/', icon: House, order: 10 },
  pages: [
    {
      path: '/',
      prepare: ({ search }) => void askAhead('GET /overview', overviewInput(search['days'])),
      async load() {
        const { HomePage, cardsAhead } = await import('./home-page.tsx')
        await cardsAhead()
        return HomePage
      },
    },
  ],
})

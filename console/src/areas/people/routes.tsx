// People: who they are, what they did, what they got, and why; and the lists that they are on.

import { Users } from 'lucide-react'
import { ask } from '../../client/ask.ts'
import { askAhead, askPagesAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'
import { peopleInput } from './people-input.ts'

export const area = defineArea({
  name: 'people',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/people', icon: Users, order: 60 },
  pages: [
    {
      path: '/people',
      prepare: ({ search }) => {
        void askAhead('GET /schema/names', {})
        void askAhead('GET /lists', {})
        askPagesAhead('POST /subscribers/search', peopleInput(search))
      },
      load: () => import('./people-page.tsx').then((it) => it.PeoplePage),
    },
    { path: '/people/lists', load: () => import('./lists-page.tsx').then((it) => it.ListsPage) },
    { path: '/people/$subscriber', load: () => withDecisions(import('./person-page.tsx').then((it) => it.PersonPage)) },
    { path: '/people/$subscriber/why', load: () => withDecisions(import('./why-page.tsx').then((it) => it.WhyPage)) },
  ],
  async find(text, signal) {
    const { subscribers } = await ask('POST /subscribers/search', { body: { text }, signal })
    return subscribers.slice(0, 5).map(({ subscriber, userId, name, email }) => {
      const title = name ?? email ?? userId ?? `#${subscriber}`
      const detail = [email, userId].find((one) => one !== null && one !== title)
      return { title, to: `/people/%23${subscriber}`, ...(detail == null ? {} : { detail }) }
    })
  },
})

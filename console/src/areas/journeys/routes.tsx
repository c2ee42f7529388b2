// Journeys: all of them, and one with what it is made of, what it brought, who is inside and its versions.

import { Route } from 'lucide-react'
import { askAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'
import { loadWords } from '../../words/words.ts'
import { firstParts, journeyAhead } from './ahead.ts'
import { withMailingWords } from './mailing/mailing-words.ts'
import { withTrialWords } from './trial/trial-words.ts'

export const area = defineArea({
  name: 'journeys',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/journeys', icon: Route, order: 20 },
  pages: [
    {
      path: '/journeys',
      prepare: ({ search }) => void askAhead('GET /journeys', { query: { days: Number(search['days'] ?? 30) } }),
      load: () => import('./journeys-page.tsx').then((it) => it.JourneysPage),
    },
    { path: '/journeys/new/mail', load: async () => (await withTrialWords(withMailingWords(import('./mailing/mailing-page.tsx')))).MailingPage },
    {
      path: '/journeys/$journey',
      prepare: ({ params, search }) => journeyAhead({ ...params, ...search }),
      load: async () => (await Promise.all([import('./journey-page.tsx'), firstParts()]))[0].JourneyPage,
    },
  ],
  journeyChanges: async () => {
    const { withChanges } = await import('./changes/change-tongue.ts')
    return (await withChanges(import('./changes/change-list.tsx'))).ChangeList
  },
  stepsInWords: async () => {
    const [{ namesOfSteps }] = await Promise.all([import('./step-names.ts'), loadWords('journeys')])
    return namesOfSteps
  },
  find: async (text, signal) => {
    const { ask } = await import('../../client/ask.ts')
    const { journeys } = await ask('GET /journeys', { query: { days: 1 }, signal })
    const wanted = text.toLocaleLowerCase()
    return journeys
      .filter(({ journey, description }) => `${journey} ${description ?? ''}`.toLocaleLowerCase().includes(wanted))
      .slice(0, 8)
      .map(({ journey }) => ({ title: journey, to: `/journeys/${encodeURIComponent(journey)}` }))
  },
})

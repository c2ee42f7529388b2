// First run: the first five minutes. What to do first, ticked by what really happened; it stands on Home until it is done, and has a page of its own.

import { askAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'first-run',
  words: import.meta.glob('./words/*.json'),
  pages: [{ path: '/start', load: () => import('./start-page.tsx').then((it) => it.StartPage) }],
  atHome: () => {
    void askAhead('GET /first-steps', {})
    return import('./first-steps-card.tsx').then((it) => it.FirstStepsCard)
  },
})

// Corrections: one mail to exactly those who got what was wrong, and what became of those that were sent. Led to from the messages.

import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'corrections',
  words: import.meta.glob('./words/*.json'),
  pages: [{ path: '/corrections', load: () => withDecisions(import('./corrections-page.tsx').then((it) => it.CorrectionsPage)) }],
})

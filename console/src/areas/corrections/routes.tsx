// Corrections: one mail to exactly those who got what was wrong, and what became of those that were sent. Led to from the messages.

import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'corrections',
  words: import.meta.glob('./words/*.json'),
  pages: [{ path: '/corrections', load: () => import('./corrections-page.tsx').then((it) => it.CorrectionsPage) }],
})

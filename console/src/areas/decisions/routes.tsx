// Decisions: no pages of their own, but the words in which every page says what was decided and why (decision-line.tsx, said-words.ts).

import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'decisions',
  words: import.meta.glob('./words/*.json'),
  pages: [],
  sayings: () => import('./said-reason.tsx').then((it) => it.SaidReason),
})

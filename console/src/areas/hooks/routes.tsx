// Hooks: where other systems call, what each of their calls means here, and whether it works.

import { askAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'hooks',
  words: import.meta.glob('./words/*.json'),
  pages: [
    {
      path: '/developers/hooks',
      prepare: () => void askAhead('GET /hooks', {}),
      load: () => import('./hooks-page.tsx').then((it) => it.HooksPage),
    },
    {
      path: '/developers/hooks/$hook',
      prepare: ({ params }) => void askAhead('GET /hooks/{hook}', { params: { hook: params['hook'] ?? '' } }),
      load: () => withDecisions(import('./hook-page.tsx').then((it) => it.HookPage)),
    },
  ],
})

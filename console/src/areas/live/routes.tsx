// Live events: what arrives this moment and what it matched, and what was refused.

import { Zap } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'live',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/live', icon: Zap, order: 70 },
  pages: [
    { path: '/live', load: () => withDecisions(import('./live-page.tsx').then((it) => it.LivePage)) },
    { path: '/live/refused', load: () => withDecisions(import('./refused-page.tsx').then((it) => it.RefusedPage)) },
  ],
})

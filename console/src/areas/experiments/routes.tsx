// Experiments: splits and holdouts of all journeys, with what came of them.

import { FlaskConical } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'experiments',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/experiments', icon: FlaskConical, order: 120 },
  pages: [{ path: '/experiments', load: () => withDecisions(import('./experiments-page.tsx').then((it) => it.ExperimentsPage)) }],
})

// For those who connect a site: examples with the workspace's own key and address, the last requests, and where everything else is.

import { CodeXml } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'developers',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/developers', icon: CodeXml, order: 190 },
  pages: [
    { path: '/developers', load: () => withDecisions(import('./developers-page.tsx').then((it) => it.DevelopersPage)) },
    { path: '/developers/api', load: () => import('./api-page.tsx').then((it) => it.ApiPage) },
  ],
})

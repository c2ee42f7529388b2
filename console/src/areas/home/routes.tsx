// Home: what happened, and what needs attention.

import { House } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'home',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/', icon: House, order: 10 },
  pages: [{ path: '/', load: () => import('./home-page.tsx').then((it) => it.HomePage) }],
})

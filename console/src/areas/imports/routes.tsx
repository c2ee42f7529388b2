// Imports: people and events of a table, uploaded, mapped, tried and taken in.

import { Upload } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'imports',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/imports', icon: Upload, order: 130 },
  pages: [
    { path: '/imports', load: () => import('./imports-page.tsx').then((it) => it.ImportsPage) },
    { path: '/imports/$id', load: () => import('./import-page.tsx').then((it) => it.ImportPage) },
  ],
})

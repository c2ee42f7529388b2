// The catalogue: what the shop sells, where it comes from, and the discount codes that are given away.

import { Package } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'catalogue',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/catalogue', icon: Package, order: 110 },
  pages: [
    { path: '/catalogue', load: () => withDecisions(import('./catalogue-page.tsx').then((it) => it.CataloguePage)) },
    { path: '/catalogue/$collection', load: () => withDecisions(import('./collection-page.tsx').then((it) => it.CollectionPage)) },
    { path: '/catalogue/$collection/$item', load: () => withDecisions(import('./item-page.tsx').then((it) => it.ItemPage)) },
  ],
})

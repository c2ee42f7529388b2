// The catalogue: what the shop sells, where it comes from, and the discount codes that are given away.

import { Package } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'catalogue',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/catalogue', icon: Package, order: 110 },
  pages: [
    { path: '/catalogue', load: () => import('./catalogue-page.tsx').then((it) => it.CataloguePage) },
    { path: '/catalogue/$collection', load: () => import('./collection-page.tsx').then((it) => it.CollectionPage) },
    { path: '/catalogue/$collection/$item', load: () => import('./item-page.tsx').then((it) => it.ItemPage) },
  ],
})

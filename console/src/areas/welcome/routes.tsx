// The very first visit: the first owner is made with the link that the start printed.

import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'welcome',
  words: import.meta.glob('./words/*.json'),
  pages: [{ path: '/welcome', frame: 'bare', load: () => import('./welcome-page.tsx').then((it) => it.WelcomePage) }],
})

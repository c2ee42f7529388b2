// Settings: one's own account, the team, keys, sending, what the server was started with, and the log of what the team did.

import { Settings } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'

export const area = defineArea({
  name: 'settings',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/settings', icon: Settings, order: 200 },
  pages: [
    {
      path: '/settings',
      load: () => import('./settings-page.tsx').then((it) => it.SettingsPage),
      inside: [
        { path: '/', load: () => import('./overview.tsx').then((it) => it.Overview) },
        { path: '/account', load: () => import('./account.tsx').then((it) => it.Account) },
        { path: '/team', load: () => import('./team.tsx').then((it) => it.Team) },
        { path: '/keys', load: () => import('./keys.tsx').then((it) => it.Keys) },
        { path: '/sending', load: () => import('./sending.tsx').then((it) => it.Sending) },
        { path: '/policy', load: () => import('./policy.tsx').then((it) => it.Policy) },
        { path: '/privacy', load: () => import('./privacy.tsx').then((it) => it.Privacy) },
        { path: '/server', load: () => import('./server-words/server-page.ts').then((it) => it.loadServerPage()) },
        { path: '/staging', load: () => import('./staging.tsx').then((it) => it.Staging) },
        { path: '/audit', load: () => import('./audit.tsx').then((it) => it.Audit) },
      ],
    },
  ],
})

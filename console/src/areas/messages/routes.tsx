// Messages: every one that was decided, what became of it and why, and the message itself as it was sent.

import { Mail } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'messages',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/messages', icon: Mail, order: 50 },
  pages: [
    { path: '/mailbox', load: () => import('./mailbox-page.tsx').then((it) => it.MailboxPage) },
    { path: '/messages', load: () => withDecisions(import('./messages-page.tsx').then((it) => it.MessagesPage)) },
    { path: '/messages/$message', load: () => withDecisions(import('./message-page.tsx').then((it) => it.MessagePage)) },
  ],
})

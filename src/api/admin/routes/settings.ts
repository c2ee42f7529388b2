// The doors to what the server was started with, and to trying the way of mails. Settings are changed where they stand: a file or the environment.

import { z } from 'zod'
import { mistake } from '../../../model/mistake.ts'
import { readMistake } from '../../../model/read-mistake.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { saidProblem } from '../said.ts'

const group = 'Settings'
const setting = z.strictObject({
  name: z.string(),
  value: z.string().nullable().describe('Null when it is not set; dots for a secret'),
  from: z.enum(['environment', 'file', 'command', 'default']),
  variable: z.string().describe('The variable of the environment that sets it'),
  what: z.string(),
  isSecret: z.boolean(),
})

export const settingRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/settings',
    name: 'listSettings',
    group,
    summary: 'What the server was started with and where each comes from; secrets hidden',
    answer: z.strictObject({ settings: z.array(setting), publicUrl: z.string().describe('Where people reach this server') }),
    handle: async (_request, { settings }) => {
      const { list, publicUrl } = settings?.() ?? { list: [], publicUrl: '' }
      return { settings: list.map((one) => ({ ...one })), publicUrl }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/channels/email/test',
    name: 'testMailServer',
    needs: 'owner',
    group: 'Sending',
    summary: 'Talks to the mail server as for a mail, up to the password, and shows what was said; no mail is sent',
    answer: z.strictObject({
      ok: z.boolean(),
      says: z.string(),
      fix: z.string().nullable().describe('What to do about it; null where nothing is, or nobody knows'),
      said: saidProblem,
      dialogue: z.array(z.strictObject({ by: z.enum(['us', 'them']), text: z.string() })).describe('Line by line; passwords are left out'),
    }),
    problems: ['conflict'],
    async handle(_request, { testMailServer }) {
      if (testMailServer === undefined) throw new AdminProblem('conflict', mistake('mails-go-no-server'))
      const { ok, says, fix, dialogue } = await testMailServer()
      const said = { message: readMistake(says), fix: fix === undefined ? null : readMistake(fix) }
      return { ok, says, fix: fix ?? null, said, dialogue: dialogue.map((line) => ({ ...line })) }
    },
  }),
]

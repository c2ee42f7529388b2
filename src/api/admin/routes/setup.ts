// The doors of the very first sign-in: whether there is an owner, and making the first one with the link that the start printed.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { accountsOf, adminName, password, refuseTakenName, refuseWeak } from './session.ts'

const group = 'Signing in'

export const setupRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/setup',
    name: 'getSetup',
    needs: 'nobody',
    group,
    summary: 'Whether the first owner is still to be made',
    answer: z.strictObject({
      state: z.enum(['open', 'expired', 'done']).describe('done: there is an owner. expired: the link of this start does not work any more; start anew'),
    }),
    handle: async ({ now }, { setup }) => ({ state: setup?.state(now) ?? 'done' }),
  }),
  adminRoute({
    method: 'POST',
    path: '/setup',
    name: 'makeFirstOwner',
    needs: 'nobody',
    group,
    summary: 'Makes the first owner, and signs them in',
    description: `Needs the secret of the link that \`npm start\` prints, which works for ${limits.setupHours} hours after that start and until there is an owner.`,
    body: z.strictObject({ token: z.string().max(200).describe('What stands behind the # of the link'), name: adminName, password }),
    answer: z.strictObject({ name: z.string(), role: z.literal('owner') }),
    status: 201,
    problems: ['start-link-wrong', 'conflict'],
    isSecret: true,
    audited: ({ body }) => ({ admin: body.name, details: { name: body.name, role: 'owner' } }),
    async handle({ body, now, visit }, parts) {
      const accounts = accountsOf(parts)
      const state = parts.setup?.state(now) ?? 'done'
      if (state === 'done') throw new AdminProblem('conflict', mistake('owner-there'))
      if (state === 'expired') throw new AdminProblem('conflict', mistake('link-of-start-old'))
      if (parts.setup?.isToken(body.token) !== true) throw new AdminProblem('start-link-wrong', mistake('link-of-start-wrong'))
      refuseTakenName(body.name, parts)
      refuseWeak(accounts, body)
      const made = await accounts.createFirstOwner({ name: body.name, password: body.password, now })
      if (made === 'has owner') throw new AdminProblem('conflict', mistake('somebody-was-faster'))
      if (made === 'name taken') throw new AdminProblem('conflict', mistake('admin-name-taken', { name: body.name }))
      const signedIn = await accounts.signIn({ name: body.name, password: body.password, from: visit.from, browser: visit.browser, now })
      if (signedIn.ok) visit.keep(signedIn.token)
      return { name: body.name, role: 'owner' as const }
    },
  }),
]

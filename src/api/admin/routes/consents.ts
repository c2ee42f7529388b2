// The door to the words about consent of everybody, as proof.

import { z } from 'zod'
import { type AdminRoute, adminRoute, StreamedAnswer } from '../admin-route.ts'
import { exportConsents, exportedConsent } from '../export-consents.ts'

export const consentRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/consents/export',
    name: 'exportConsents',
    needs: 'editor',
    group: 'People',
    summary: 'Every word about consent of everybody with its evidence, made while it is sent',
    description:
      'By person, oldest first: who, when, what, on which channel, from where, and which text. As JSON, or as CSV with `format=csv`. The audit log notes it.',
    query: z.strictObject({ format: z.enum(['json', 'csv']).default('json') }),
    answer: z.strictObject({ format: z.literal('oncue-consents-1'), consents: z.array(exportedConsent) }),
    streams: ['text/csv'],
    async handle({ query: { format } }, { store }) {
      const contentType = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json'
      return new StreamedAnswer(exportConsents(store, format), { fileName: `consents.${format}`, contentType, note: { details: { format } } })
    },
  }),
]

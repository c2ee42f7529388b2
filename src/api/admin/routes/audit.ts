// The door to what the team did.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import type { StoredAuditEntry } from '../../../runtime/store.ts'
import { type AdminParts, type AdminRoute, adminRoute, anyObject, StreamedAnswer } from '../admin-route.ts'
import { csvCell } from '../csv-cell.ts'
import { named } from '../named.ts'
import { fromCursor, nextCursor, pageOf, pageQuery, toCursor } from '../paging.ts'

const entry = named('AuditEntry', {
  id: z.int(),
  at: z.int().describe('UTC milliseconds'),
  admin: z.string().describe('The name of the key that it was done with'),
  through: z
    .enum(['api', 'command line', 'watch'])
    .describe('watch: nobody of the team, but what Oncue itself watches over: complaints and bounces of a sending domain, and how journeys run'),
  did: z.string().describe('The name of the operation, as in this document'),
  subscriber: z.int().nullable().describe('The number of the person it was done to; null when it was not about one'),
  details: anyObject.describe('What the operation says about itself'),
  open: z.boolean().describe('It began, and how it ended is not known: it is under way, or a crash came between'),
})

/** What changes nothing: somebody looked, took a copy, came or went. Everything else is a change. */
export const looks: ReadonlySet<string> = new Set([
  'viewMessage',
  'readMessage',
  'messageSource',
  'lookAtImport',
  'importReport',
  'exportSubscriber',
  'exportConsents',
  'exportCodes',
  'exportAudit',
  'testMailServer',
  'checkDomain',
  'signIn',
  'signOut',
])
/** Lines that one page looks through at most for those of its kind. */
const lookedThrough = 5000

const instant = z.coerce.number().int().min(0)
const filters = {
  admin: z.string().max(100).optional().describe('Only what this one did'),
  did: z.string().max(100).optional().describe('Only this operation, such as `stop`'),
  from: instant.optional().describe('Since this instant: UTC milliseconds'),
  to: instant.optional().describe('Before this instant'),
}
interface AuditFilters {
  readonly admin?: string | undefined
  readonly did?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const list = 'audit'

export const auditRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/audit',
    name: 'listAudit',
    group: 'Audit log',
    summary: 'What the team did, newest first',
    description: 'People stand in it by number only, so that nothing about them outlives their erasure.',
    query: z.strictObject({
      ...pageQuery,
      ...filters,
      subscriber: z.coerce.number().int().min(1).optional().describe('Only what was done to the person with this number'),
      kind: z.enum(['all', 'changes', 'looks']).default('all').describe('looks: what changes nothing, such as reading a message, taking a copy, signing in'),
    }),
    answer: z.strictObject({ entries: z.array(entry), next: nextCursor }),
    async handle({ query: { limit, cursor, kind, ...wanted } }, { store }) {
      const before = fromCursor(list, cursor, z.int().min(1))
      if (kind !== 'all') return ofKind(store, { ...wanted, kind, before, limit })
      const { items, next } = pageOf(await store.audit({ ...wanted, before, limit: limit + 1 }), { list, limit, placeOf: ({ id }) => id })
      return { entries: items.map(shown), next }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/audit/export',
    name: 'exportAudit',
    needs: 'owner',
    group: 'Audit log',
    summary: 'The whole audit log, or the part that fits, newest first: one JSON object a line, or CSV',
    query: z.strictObject({ ...filters, as: z.enum(['ndjson', 'csv']).default('ndjson') }),
    answer: z.string(),
    streams: ['application/x-ndjson', 'text/csv'],
    async handle({ query: { as, ...wanted } }, { store }) {
      const note = { details: { ...(wanted as JsonObject), as } }
      const isCsv = as === 'csv'
      return new StreamedAnswer(exported(store, wanted, isCsv ? csvLine : jsonLine, isCsv ? `${csvColumns.join(',')}\r\n` : ''), {
        fileName: `audit.${as}`,
        contentType: isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
        note,
      })
    },
  }),
]

type Entry = z.output<typeof entry>

/** A page of changes, or of looks. Where there are hardly any it may hold few, and still say where to go on. */
async function ofKind(
  store: AdminParts['store'],
  { kind, limit, before, ...wanted }: AuditFilters & { readonly kind: 'changes' | 'looks'; readonly limit: number; readonly before: number | undefined },
): Promise<{ entries: Entry[]; next: string | null }> {
  const entries: Entry[] = []
  let last = before
  for (let looked = 0; looked < lookedThrough; looked += limits.adminPage) {
    const page = await store.audit({ ...wanted, before: last, limit: limits.adminPage })
    for (const item of page) {
      last = item.id
      if (looks.has(item.did) === (kind === 'looks')) entries.push(shown(item))
      if (entries.length === limit) return { entries, next: toCursor(list, last) }
    }
    if (page.length < limits.adminPage) return { entries, next: null }
  }
  return { entries, next: last === undefined ? null : toCursor(list, last) }
}

function shown({ isOpen, ...item }: StoredAuditEntry): Entry {
  return { ...item, open: isOpen === true, subscriber: item.subscriber ?? null, details: JSON.parse(item.details) as JsonObject }
}

/** Page by page, so that a million lines take no more memory than one page. */
async function* exported(store: AdminParts['store'], wanted: AuditFilters, write: (entry: Entry) => string, head: string): AsyncIterable<string> {
  yield head
  let before: number | undefined
  for (;;) {
    const page = await store.audit({ ...wanted, before, limit: limits.adminPage })
    yield page.map((item) => write(shown(item))).join('')
    if (page.length < limits.adminPage) return
    before = page.at(-1)?.id
  }
}

const csvColumns = ['id', 'at', 'admin', 'through', 'did', 'subscriber', 'details'] as const

function jsonLine(one: Entry): string {
  return `${JSON.stringify(one)}\n`
}

function csvLine(one: Entry): string {
  const values = { ...one, at: new Date(one.at).toISOString(), subscriber: one.subscriber ?? '', details: JSON.stringify(one.details) }
  return `${csvColumns.map((column) => csvCell(String(values[column]))).join(',')}\r\n`
}

// The doors of discount codes: how the pools stand, uploading, who got which, and one code.

import { z } from 'zod'
import { type CodePool, codeForm, type StoredCode } from '../../../model/code-pool.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, StreamedAnswer } from '../admin-route.ts'

const group = 'Discount codes'
const ofPool = z.strictObject({ pool: z.string().max(64).describe('The name of a pool, as its definition has it') })
const exportPage = 500

const codeText = z.string().max(limits.codeCharacters).regex(codeForm, 'a code is made of letters, digits and . _ ~ ! @ # $ % & * + / = -')

export const codeRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/codes',
    name: 'listPools',
    group,
    summary: 'The pools of discount codes, with how many are given and how many are left',
    answer: z.strictObject({
      pools: z.array(
        z.strictObject({
          pool: z.string(),
          source: z.enum(['uploaded', 'generated']),
          for: z.enum(['person', 'enrollment']),
          given: z.int().describe('How many somebody has'),
          left: z.int().nullable().describe('How many are still good and free; null for codes that are generated'),
        }),
      ),
    }),
    async handle({ now }, { store }) {
      const pools = (await readPublished(store))?.pools ?? []
      return {
        pools: await Promise.all(
          pools.map(async (pool) => ({
            pool: pool.codes,
            source: pool.generate === undefined ? ('uploaded' as const) : ('generated' as const),
            for: pool.for ?? ('person' as const),
            given: (await store.catalogue.countCodes(pool.codes)).given,
            left: pool.generate === undefined ? await store.catalogue.countFreeCodes(pool.codes, now, Number.MAX_SAFE_INTEGER) : null,
          })),
        ),
      }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/codes/{pool}',
    name: 'uploadCodes',
    group,
    summary: `Adds up to ${limits.codeBatch.toLocaleString('en')} codes to a pool`,
    description: 'A code that is known already, in whatever case and pool, is passed over: uploading the same again changes nothing.',
    params: ofPool,
    body: z.strictObject({
      codes: z
        .array(
          z.union([
            codeText,
            z.strictObject({ code: codeText, expiresAt: z.int().positive().describe('From when on it is no longer good, UTC milliseconds') }),
          ]),
        )
        .min(1)
        .max(limits.codeBatch)
        .describe('The codes'),
    }),
    answer: z.strictObject({ added: z.int(), known: z.int().describe('How many were known already') }),
    problems: ['not-found', 'conflict'],
    audited: ({ params }, { added }) => ({ details: { pool: params.pool, added } }),
    async handle({ params, body }, { store, runtime }) {
      const pool = await poolOf(params.pool, store)
      if (pool.generate !== undefined) throw new AdminProblem('conflict', mistake('codes-are-generated', { name: pool.codes }))
      const codes = body.codes.map((one) => (typeof one === 'string' ? { code: one, expiresAt: undefined } : one))
      const added = await runtime.changeCatalogue({ do: 'add codes', pool: pool.codes, codes })
      return { added, known: codes.length - added }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/codes/{pool}/export',
    name: 'exportCodes',
    needs: 'editor',
    group,
    summary: 'Who got which code, as CSV that is made while it is sent',
    description: 'In the order in which the codes came. Whoever was erased is no longer named; the code stays given. The audit log notes it.',
    params: ofPool,
    answer: z.string(),
    streams: ['text/csv'],
    problems: ['not-found'],
    async handle({ params }, { store }) {
      const { codes } = await poolOf(params.pool, store)
      return new StreamedAnswer(exported(codes, store), {
        fileName: `codes-${codes}.csv`,
        contentType: 'text/csv; charset=utf-8',
        note: { details: { pool: codes } },
      })
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/codes/{pool}/{code}',
    name: 'getCode',
    group,
    summary: 'One code: whether it is ours, whose it is, and until when it is good',
    description: 'For a shop that wants to know whether to accept a code that was generated here.',
    params: z.strictObject({ pool: ofPool.shape.pool, code: z.string().max(limits.codeCharacters).describe('The code, in whatever case') }),
    answer: z.strictObject({
      code: z.string(),
      status: z.enum(['free', 'given', 'expired']),
      subscriber: z.int().nullable(),
      givenAt: z.int().nullable(),
      expiresAt: z.int().nullable(),
    }),
    problems: ['not-found'],
    async handle({ params, now }, { store }) {
      const { codes } = await poolOf(params.pool, store)
      const code = await store.catalogue.findCode(params.code)
      if (code === undefined || code.pool !== codes) throw new AdminProblem('not-found', mistake('no-such-code', { name: codes }))
      const isExpired = code.expiresAt !== undefined && code.expiresAt <= now
      return {
        code: code.code,
        status: isExpired ? ('expired' as const) : code.givenAt === undefined ? ('free' as const) : ('given' as const),
        subscriber: code.subscriber ?? null,
        givenAt: code.givenAt ?? null,
        expiresAt: code.expiresAt ?? null,
      }
    },
  }),
]

async function poolOf(name: string, store: AdminParts['store']): Promise<CodePool> {
  const pools = (await readPublished(store))?.pools ?? []
  const found = pools.find(({ codes }) => codes === name)
  if (found !== undefined) return found
  const names = pools.map(({ codes }) => codes).join(', ') || 'none; a file with `codes: NAME` in the definitions folder declares one'
  throw new AdminProblem('not-found', mistake('no-such-pool', { name: name.slice(0, 64), known: names }))
}

async function* exported(pool: string, store: AdminParts['store']): AsyncIterable<string> {
  yield 'code,subscriber,userId,givenAt,expiresAt,for,message\n'
  let after = 0
  for (;;) {
    const page = await store.catalogue.givenCodes(pool, after, exportPage)
    let text = ''
    for (const code of page) text += await line(code, store)
    if (text !== '') yield text
    if (page.length < exportPage) return
    after = page.at(-1)?.id ?? after
  }
}

async function line({ code, subscriber, givenAt, expiresAt, scope, delivery }: StoredCode, store: AdminParts['store']): Promise<string> {
  const identities = subscriber === undefined ? [] : await store.identitiesOf(subscriber)
  const userId = identities.find((identity) => identity.startsWith('u:'))?.slice(2)
  const instant = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString())
  return `${[code, subscriber, userId, instant(givenAt), instant(expiresAt), scope === '' ? 'person' : scope, delivery].map(cell).join(',')}\n`
}

/** A cell that no table program takes for a formula. */
function cell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value)
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

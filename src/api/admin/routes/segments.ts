// The doors of segments in force: which there are and how many people are in them, who they are, where they are used, and who entered and left.

import { z } from 'zod'
import { segmentUses } from '../../../insight/segment-uses.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { type Published, readPublished } from '../../../runtime/publishing/published.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { deskOf, peopleOf, peopleShown, personOf } from '../condition-desk.ts'
import { segmentDay } from '../counted.ts'
import { named } from '../named.ts'
import { fromCursor, nextCursor, pageQuery, toCursor } from '../paging.ts'

const group = 'Conditions and segments'
const dayMs = 86_400_000
const shownDays = 30

const used = z
  .array(named('UsedBy', { kind: z.enum(['journey', 'segment', 'template']), name: z.string() }))
  .describe('What names it among the definitions in force')
const filling = named('SegmentFilling', { done: z.int(), of: z.int() })
  .nullable()
  .describe('While people are brought up to what was published last: how many of how many were; their numbers are right already. Null otherwise')
const params = z.strictObject({ segment: z.string().min(1).max(256) })
const place = z.tuple([z.int()])
const day = z.iso.date()

export const segmentRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/segments',
    name: 'listSegments',
    group,
    summary: 'The segments in force: what each asks, how many people are in it, and where it is used',
    description: `The numbers are exact, but for the while after a publication in which people are brought up to it: then, where there are many, they are an estimate from a sample of ${limits.countSample}.`,
    answer: z.strictObject({
      segments: z.array(
        z.strictObject({
          segment: z.string(),
          description: z.string().nullable(),
          words: z.string().describe('What is asked, in English'),
          condition: anyObject.describe('As its file says it, in JSON'),
          people: peopleOf,
          usedIn: used,
        }),
      ),
      of: z.int().describe('Everybody there is'),
      exact: z.boolean(),
      filling,
    }),
    problems: ['not-found', 'conflict'],
    async handle({ now }, parts) {
      const published = await inForce(parts)
      const sizes = await deskOf(parts).ask('segments', { now })
      const known = new Map(sizes.segments.map((one) => [one.segment, one]))
      return {
        segments: published.segments.map(({ segment, description, if: condition }) => ({
          segment,
          description: description ?? null,
          words: known.get(segment)?.words ?? '',
          condition: condition as never,
          people: known.get(segment)?.people ?? null,
          usedIn: segmentUses(published, segment),
        })),
        of: sizes.of,
        exact: sizes.isExact,
        filling: await fillingOf(parts),
      }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/segments/{segment}',
    name: 'getSegment',
    group,
    summary: 'One segment in force: its condition and where it is used',
    params,
    answer: z.strictObject({
      segment: z.string(),
      description: z.string().nullable(),
      condition: anyObject.describe('As its file says it, in JSON'),
      usedIn: used,
      filling,
    }),
    problems: ['not-found'],
    async handle({ params: { segment } }, parts) {
      const published = await inForce(parts)
      const found = segmentIn(published, segment)
      return {
        segment,
        description: found.description ?? null,
        condition: found.if as never,
        usedIn: segmentUses(published, segment),
        filling: await fillingOf(parts),
      }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/segments/{segment}/members',
    name: 'listMembers',
    group,
    summary: 'The people who are in a segment now, in order of their numbers',
    description: `For one page at most ${limits.membersLookedThrough} people are looked through: a page may hold fewer than asked for, even none, and go on all the same.`,
    params,
    query: z.strictObject(pageQuery),
    answer: z.strictObject({ members: z.array(personOf), next: nextCursor }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { segment }, query: { limit, cursor }, now }, parts) {
      segmentIn(await inForce(parts), segment)
      const list = `members ${segment}`
      const [after = 0] = fromCursor(list, cursor, place) ?? []
      const page = await deskOf(parts).ask('members', { segment, now, after, limit })
      if (page === undefined) throw unknown(segment)
      return { members: await peopleShown(parts.store, page.members), next: page.next === null ? null : toCursor(list, [page.next]) }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/segments/{segment}/days',
    name: 'listSegmentDays',
    group,
    summary: 'How many people entered and left a segment, day by day',
    description: 'Counted while it happens. Whoever is in a segment when it is published enters it then.',
    params,
    query: z.strictObject({
      from: day.optional().describe(`The first day, UTC; ${shownDays} days until \`to\` by default`),
      to: day.optional().describe('The last day; today by default'),
    }),
    answer: z.strictObject({
      days: z.array(segmentDay).describe('Every day of the period, in order'),
    }),
    async handle({ params: { segment }, query, now }, { store }) {
      const to = query.to === undefined ? Math.floor(now / dayMs) : Date.parse(query.to) / dayMs
      const from = query.from === undefined ? to - shownDays + 1 : Date.parse(query.from) / dayMs
      if (from > to) throw new AdminProblem('bad-request', 'The query: from lies after to.')
      if (to - from >= limits.segmentDays) throw new AdminProblem('bad-request', `The query: at most ${limits.segmentDays} days at once.`)
      const counted = new Map((await store.segmentDays({ segment, from, to })).map((one) => [one.day, one]))
      const days = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      return {
        days: days.map((one) => ({
          day: new Date(one * dayMs).toISOString().slice(0, 10),
          entered: counted.get(one)?.entered ?? 0,
          left: counted.get(one)?.left ?? 0,
        })),
      }
    },
  }),
]

async function inForce({ store }: Pick<AdminParts, 'store'>): Promise<Published> {
  const published = await readPublished(store)
  if (published === undefined) throw new AdminProblem('not-found', mistake('nothing-in-force'))
  return published
}

function segmentIn({ segments }: Published, name: string): Published['segments'][number] {
  const found = segments.find(({ segment }) => segment === name)
  if (found === undefined) throw unknown(name)
  return found
}

function unknown(segment: string): AdminProblem {
  return new AdminProblem('not-found', mistake('segment-not-in-force', { name: segment }))
}

async function fillingOf({ publishing }: AdminParts): Promise<{ done: number; of: number } | null> {
  const status = await publishing?.howFar()
  return status !== undefined && status.state === 'in force' && status.done < status.of ? { done: status.done, of: status.of } : null
}

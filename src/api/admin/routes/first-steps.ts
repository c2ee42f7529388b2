// The doors of the first five minutes: the steps with what is done of them, filling the demo with people, and beginning with a site of one's own.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { hasPublished, hasSeenItWork, hasSentAnEvent } from '../../../insight/first-steps.ts'
import { isAllowed } from '../../../model/admin-role.ts'
import { mistake } from '../../../model/mistake.ts'
import { readClockMark } from '../../../runtime/time/workspace-clock.ts'
import { toArrival } from '../../tracking/to-arrival.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, type DemoDoor } from '../admin-route.ts'
import { named } from '../named.ts'

export const firstSteps = ['see', 'event', 'publish', 'why', 'own'] as const
export type FirstStep = (typeof firstSteps)[number]
/** Whoever has a site of their own connects it before anything can be seen. */
const orders = { demo: firstSteps, 'own site': ['event', 'see', 'publish', 'why', 'own'] } as const satisfies Record<string, readonly FirstStep[]>

const filling = named('DemoFilling', {
  state: z.enum(['none', 'filling', 'changing over', 'failed']),
  part: z.number().describe('From 0 to 1'),
  people: z.int(),
  events: z.int(),
  mails: z.int(),
  problem: z.string().nullable(),
}).describe('Filling the demo with made-up people')
const answer = z.strictObject({
  of: z.enum(['demo', 'staging']).nullable().describe('What the workspace is there for; null where people live in it'),
  people: z.int().describe('How many people there are'),
  steps: z.array(z.strictObject({ step: z.enum(firstSteps), done: z.boolean() })).describe('In their order; done when it really happened'),
  filling: filling.nullable().describe('Null where there is no demo'),
  writeKey: z.string().nullable().describe('A key with which events may be sent, for those who may change definitions'),
  ownSite: z.string().nullable().describe('Why no site of one’s own can begin here; null when one can'),
})
const size = z
  .strictObject({ people: z.int().min(1).max(10_000).default(2000), days: z.int().min(1).max(365).default(90).describe('How far back their doings go') })
  .default({ people: 2000, days: 90 })
const site = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What the site is called, such as My Shop'),
  sender: z.email().describe('Where mails come from, such as hello@myshop.example'),
  address: z.string().trim().min(5).max(300).describe('The postal address that mails which advertise must carry'),
  zone: z.string().max(64).refine(isZone, 'name a time zone such as Europe/Berlin').default('UTC').describe('The time zone of people of whom none is known'),
  site: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .describe('Where buttons of mails lead, such as https://myshop.example'),
})

/** The one that the console shows as a line for a terminal, too. */
const firstEvent = {
  userId: 'me',
  event: 'Product Added',
  properties: { cart_id: 'my-first', product_id: '54', name: 'Nebula Pro Headlamp', price: 59.99, quantity: 1 },
}

const group = 'First steps'

export const firstStepRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/first-steps',
    name: 'readFirstSteps',
    group,
    summary: 'The first steps, and which of them were taken',
    answer,
    isSecret: true,
    handle: async ({ admin }, parts) => ({
      ...(await answerOf(parts)),
      writeKey: isAllowed(admin.role, 'editor') ? (parts.firstSteps?.writeKey ?? null) : null,
    }),
  }),
  adminRoute({
    method: 'POST',
    path: '/first-steps/demo',
    name: 'fillDemo',
    needs: 'owner',
    group,
    summary: 'Fills the demo with made-up people and three months of their doings',
    description:
      'Played through the product’s own path in virtual time, beside the running server, which then changes over to it and is away for a moment. Whoever is in the demo by then is gone. `GET /first-steps` says how far it is.',
    status: 202,
    body: size,
    answer: filling,
    problems: ['conflict'],
    async handle({ body }, parts) {
      const demo = await demoOf(parts)
      demo.fill(body)
      return demo.filling()
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/first-steps/event',
    name: 'sendFirstEvent',
    needs: 'editor',
    group,
    summary: 'Sends the event of the first steps: somebody called “me” puts a headlamp into the cart',
    description: 'For whoever has no terminal at hand. It goes the way of every event of a server; its property `sent_by` says that the team sent it.',
    answer: z.strictObject({ messageId: z.string() }),
    audited: (_request, { messageId }) => ({ details: { event: firstEvent.event, messageId } }),
    async handle({ admin, now }, { runtime }) {
      const message = { type: 'track', ...firstEvent, properties: { ...firstEvent.properties, sent_by: admin.name } }
      const conversion = toArrival(message, { receivedAt: now, trust: 'server', makeMessageId: () => `console/${randomUUID()}` })
      assert(conversion.ok, 'the event of the first steps is an event')
      await runtime.inbox.submit([conversion.arrival])
      return { messageId: conversion.arrival.event.messageId }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/first-steps/own-site',
    name: 'beginOwnSite',
    needs: 'owner',
    group,
    summary: 'Wipes the demo and begins with a site of one’s own',
    description:
      'Everybody in the demo, their events and mails are gone; accounts and keys stay. A folder `site` in the data folder gets a workspace, a first mail and a first journey, and the server starts anew with it, with a clock that nobody can wind. It is away for a moment.',
    status: 202,
    body: site,
    answer: z.undefined(),
    problems: ['conflict'],
    audited: ({ body }) => ({ details: { site: body.name } }),
    async handle({ body }, parts) {
      const demo = await demoOf(parts)
      const why = demo.whyNotOwn()
      if (why !== undefined) throw new AdminProblem('conflict', why)
      // Answered first.
      setImmediate(() => demo.beginOwn(body))
      return undefined
    },
  }),
]

async function demoOf({ demo, store }: AdminParts): Promise<DemoDoor> {
  if ((await readClockMark(store))?.of !== 'demo') throw new AdminProblem('conflict', mistake('no-demo'))
  if (demo === undefined) throw new AdminProblem('conflict', 'No server runs that could change over. Start one with `oncue start`.')
  return demo
}

async function answerOf({ store, demo, firstSteps: book, offers }: AdminParts): Promise<Omit<z.input<typeof answer>, 'writeKey'>> {
  const mark = await readClockMark(store)
  const of = mark?.of === 'demo' ? 'demo' : 'own site'
  const isDone: Readonly<Record<FirstStep, () => boolean | Promise<boolean>>> = {
    see: () => hasSeenItWork(store, of),
    event: () => hasSentAnEvent(store, of),
    publish: () => hasPublished(store),
    // Noted when somebody asks.
    why: () => false,
    own: () => mark === undefined && offers?.mailbox === false,
  }
  const steps = []
  for (const step of orders[of]) {
    const done = book?.has(step) === true || (await isDone[step]())
    if (done) book?.note(step)
    steps.push({ step, done })
  }
  const people = await store.countSubscribers()
  return { of: mark?.of ?? null, people, steps, filling: mark?.of === 'demo' && demo !== undefined ? demo.filling() : null, ownSite: demo?.whyNotOwn() ?? null }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

// Runs one group from beginning to end: fetches in bulk what its inputs need, applies them in order, commits, answers.

import type { Arrival, Receipt } from '../../model/arrival.ts'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../clock.ts'
import { arrivalBody } from '../log-entry.ts'
import { beginErasure } from '../people/erase-subscriber.ts'
import { anonymousIdentity, identitiesOf, userIdentity } from '../people/identity.ts'
import { settleReached } from '../people/one-address.ts'
import { takeApart } from '../people/take-apart.ts'
import { missingOf, recordPublication } from '../publishing/published.ts'
import type { ArrivalsRequest, CommandRequest, DescribeRequest, Handed, PublishRequest, Request } from '../requests.ts'
import { letGoOn } from '../stopping/let-go-on.ts'
import { changePauses, lastVisit, wishesOfFiles } from '../stopping/pauses.ts'
import { liftPage, noteLift, noteLifted, withStops } from '../stopping/stop-switches.ts'
import type { Delivery, Identity, SubscriberNumber } from '../store.ts'
import { switchStops } from '../watching/watch-domains.ts'
import { pauseOrGoOn, watchAll } from '../watching/watch-journeys.ts'
import { chooseDue } from '../watching/watch-trials.ts'
import { applyArrival } from './apply-arrival.ts'
import { applyCommand } from './apply-command.ts'
import { applyFinished } from './apply-take.ts'
import { applyTime } from './apply-time.ts'
import { bringForward } from './ask-again.ts'
import { codesLeft } from './codes-left.ts'
import { decideTake, fetchDue, type Told } from './decide-take.ts'
import { duePeople } from './due-people.ts'
import { Group } from './group.ts'
import { type GroupReport, reportOf, type Tally } from './group-report.ts'
import { handOut, noteRoom } from './hand-out.ts'
import type { HeldBack } from './held-back.ts'
import type { Ledger } from './ledger.ts'
import type { Sweep } from './sweep.ts'

export interface Plan {
  readonly requests: readonly Request[]
  readonly heldBack: HeldBack
  readonly sweep: Sweep
  /** Visits everybody after the end of a pause. */
  readonly pauseSweep: Sweep
  /** Whether work that nobody waits for may be done now. */
  readonly mayOwn: boolean
  /** Whether nothing and nobody else is waiting. */
  readonly isAlone: boolean
  readonly now: number
  /** Deadlines at or before it are processed. */
  readonly horizon: number
  readonly clock: Clock
  /** Takes what the group handed out unasked, once it is committed; it may leave when it is kept, which is after it is durable. */
  readonly onHanded: (handed: readonly Handed[]) => void
}

/** What was fetched for the requests before anything is decided. */
interface Fetched {
  readonly identities: Identity[]
  readonly numbers: SubscriberNumber[]
  readonly due: readonly SubscriberNumber[]
  readonly swept: readonly SubscriberNumber[]
  /** Whom the end of a pause may let go on. */
  readonly resumed: readonly SubscriberNumber[]
  readonly deliveries: Map<Request, readonly Delivery[]>
}

interface Progress extends Tally {
  /** Run after the commit, before the next group. What it gives back is told to whoever waits once the commit is durable. */
  readonly answers: (() => Told | Promise<Told>)[]
  readonly taken: Set<string>
}

/** A group whose changes can be read, and decided upon, but may not have reached the disk. */
export interface DecidedGroup {
  readonly hasChanged: boolean
  /** Waits until it is durable, then answers, and says what the group did. Rejects, with nobody answered, where it does not become so. */
  settle(): Promise<GroupReport>
}

/** Decides and commits. Rejects, with nothing changed, when fetching or committing fails. */
export async function decideGroup(ledger: Ledger, plan: Plan): Promise<DecidedGroup> {
  // Also right after a commit that failed: nothing may be decided that comes after the instant of the choice.
  await chooseDue(ledger, plan.pauseSweep, plan.now)
  for (const request of plan.requests) {
    if (request.kind === 'publish') await publish(ledger, plan, request)
    if (request.kind === 'pause') await pauseOrGoOn(ledger, plan.pauseSweep, request.wish, plan.now).then(request.resolve, request.reject)
    if (request.kind === 'erase') await beginErasure(ledger, request.subscriber, plan.now).then(request.resolve, request.reject)
    if (request.kind === 'take apart') await takeApart(ledger, request.parting, plan.now).then(request.resolve, request.reject)
    if (request.kind === 'switch') await switchStops(ledger, request.change, plan.now).then(request.resolve, request.reject)
  }
  const group = new Group(ledger, plan.now)
  const progress: Progress = { accepted: 0, duplicates: 0, refused: 0, deadlines: [], answers: [], taken: new Set() }
  let durable: Promise<void> | undefined
  let fetched: Fetched
  let handed: readonly Handed[]
  try {
    fetched = await fetchFor(group, plan)
    await group.roster.prepare(fetched.identities, fetched.numbers)
    await decideAll(group, plan, fetched, progress)
    handed = await handOut(group)
    await bringForward(group)
    const commit = group.toCommit()
    if (commit !== undefined) {
      durable = (await ledger.store.commitAhead(commit)).durable
      group.keep(commit)
    }
  } catch (error) {
    group.drop()
    throw error
  }
  // What is not told before the disk has it must not go unnoticed until then.
  durable?.catch(() => undefined)
  // It is laid out while the disk works, and kept before it leaves, which is durable only after this. What is out must reach its channel, whatever fails.
  if (handed.length > 0) plan.onHanded(handed)
  for (const { channel } of handed) noteRoom(group, channel, 0)
  const [followed] = await Promise.allSettled([followUp(group, plan, fetched, progress)])
  const report = reportOf(group, progress)
  const { now: startedAt, clock } = plan
  const hasChanged = durable !== undefined
  const settle = async (): Promise<GroupReport> => {
    await durable
    if (followed.status === 'rejected') throw followed.reason
    const { told, ...found } = followed.value
    for (const tell of told) tell()
    return { ...report({ startedAt, now: clock.now() }), hasChanged, ...found }
  }
  return { hasChanged, settle }
}

/** What comes of a commit before the next group is decided: answers that wait to be told, and what keeps watch over it. */
async function followUp(
  group: Group,
  plan: Plan,
  fetched: Fetched,
  progress: Progress,
): Promise<Pick<GroupReport, 'codesLeft' | 'watched'> & { told: Told[] }> {
  const { ledger } = group
  const told: Told[] = []
  for (const answer of progress.answers) told.push(await answer())
  const { dueLimit, sweepLimit } = limitsOf(plan)
  if (fetched.due.length < dueLimit && plan.horizon >= ledger.nextDeadline)
    ledger.nextDeadline = (await ledger.store.nextDeadline()) ?? Number.POSITIVE_INFINITY
  if (maySweep(ledger, plan)) await plan.sweep.visited(fetched.swept, sweepLimit)
  if (mayVisit(ledger, plan)) await plan.pauseSweep.visited(fetched.resumed, sweepLimit)
  const watched = await watchAll(ledger, plan.pauseSweep, plan.now)
  return { told, codesLeft: await codesLeft(group), watched }
}

function limitsOf({ isAlone }: Plan): { readonly dueLimit: number; readonly sweepLimit: number } {
  return isAlone
    ? { dueLimit: limits.groupDeadlines, sweepLimit: limits.groupSweep }
    : { dueLimit: limits.groupDeadlinesBesideArrivals, sweepLimit: limits.groupSweepBesideArrivals }
}

/** Keeps the definitions, then puts their program in force, with the answer: from then on it does not depend on the group's commit. */
async function publish(ledger: Ledger, plan: Plan, { program, source, how, resolve, reject }: PublishRequest): Promise<void> {
  const isTakenOver = !plan.sweep.isUnderWay
  const dueFrom = ledger.nextDeadline <= plan.now ? { dueFrom: ledger.nextDeadline } : {}
  const pauses = ledger.program.pauses.changes.length
  const publishing = { source, program, at: plan.now, position: ledger.lastPosition, pauses, by: how.by, isTakenOver, ...dueFrom }
  try {
    const publication = await recordPublication(ledger.store, publishing)
    const areDomainsOther = JSON.stringify([...program.policy.domains]) !== JSON.stringify([...ledger.program.policy.domains])
    ledger.program = { ...withStops(program, ledger.program.stops), pauses: ledger.program.pauses }
    ledger.publishedAt = publication.at
    ledger.missing = missingOf(program, publication)
    ledger.fill = how.fill
    plan.sweep.begin(program.id)
    await ledger.store.dropFilled(how.fill?.name)
    // What is held back for a domain's sake may have room under what is declared now: nothing of anybody's past says so, so it is looked for in the outbox.
    if (areDomainsOther) await noteLift(ledger)
    await changePauses(ledger, plan.pauseSweep, wishesOfFiles(ledger.program, source), plan.now)
    resolve(publication)
  } catch (error) {
    reject(error)
  }
}

async function fetchFor(group: Group, plan: Plan): Promise<Fetched> {
  const { ledger } = group
  const { dueLimit, sweepLimit } = limitsOf(plan)
  const { store } = ledger
  const identities: Identity[] = []
  const numbers: SubscriberNumber[] = []
  const deliveries = new Map<Request, readonly Delivery[]>()
  plan.heldBack.identities(identities)
  const reports: string[] = plan.heldBack.reports()
  for (const request of plan.requests) {
    if (request.kind === 'arrivals') for (const arrival of request.arrivals) identitiesOf(arrival, identities)
    if (request.kind === 'arrivals') reports.push(...request.arrivals.flatMap(({ report }) => report?.message ?? []))
    if (request.kind === 'command' || request.kind === 'describe') numbers.push(...(await fetchIdentity(group, request, identities)))
    if (request.kind === 'take') deliveries.set(request, await fetchDue(ledger, request, plan.now))
    if (request.kind === 'finish') deliveries.set(request, await fetchFinished(ledger, request.finished))
  }
  for (const key of new Set(reports)) {
    const delivery = ledger.underway.get(key) ?? (await store.delivery(key))
    if (delivery !== undefined) group.reported.set(key, delivery)
  }
  const owners = [...group.reported.values(), ...[...deliveries.values()].flat()].map((delivery) => delivery.subscriber)
  if (owners.length > 0) numbers.push(...(await store.follow(owners)))
  const isTimeDue = ledger.nextDeadline <= plan.horizon
  const due = isTimeDue ? await duePeople(ledger, plan.horizon, dueLimit) : []
  const swept = maySweep(ledger, plan) ? await store.subscribersAfter(plan.sweep.after, sweepLimit) : []
  const resumed = mayVisit(ledger, plan) ? await store.subscribersAfter(plan.pauseSweep.after, sweepLimit) : []
  numbers.push(...due, ...swept, ...resumed)
  return { identities, numbers, due, swept, resumed, deliveries }
}

async function fetchIdentity(group: Group, request: CommandRequest | DescribeRequest, identities: Identity[]): Promise<readonly SubscriberNumber[]> {
  const { subscriber, userId, anonymousId } = request.identity
  if (subscriber !== undefined) return group.ledger.store.follow([subscriber])
  if (userId !== undefined) identities.push(userIdentity(userId))
  if (anonymousId !== undefined) identities.push(anonymousIdentity(anonymousId))
  return []
}

/** The deliveries in the order of what became of them; one that is not being handed over (any more) is left out. */
async function fetchFinished(ledger: Ledger, finished: readonly { readonly key: string }[]): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  for (const { key } of finished) {
    const delivery = ledger.underway.get(key) ?? (await ledger.store.delivery(key))
    if (delivery?.status === 'handing over') deliveries.push(delivery)
  }
  return deliveries
}

async function decideAll(group: Group, plan: Plan, fetched: Fetched, progress: Progress): Promise<void> {
  for (const request of plan.requests) await decideRequest(group, plan, request, fetched, progress)
  // A message that has been dealt with may have been what they waited for.
  if (plan.requests.some((request) => request.kind === 'take' || request.kind === 'finish')) await runHeldBack(group, plan, progress)
  const horizon = Math.min(plan.horizon, plan.heldBack.oldestReceivedAt)
  for (const number of fetched.due) {
    const member = group.roster.member(group.roster.follow(number))
    if (member === undefined) continue
    if (member.deadline <= horizon) progress.deadlines.push(member.deadline)
    await applyTime(group, member, horizon)
  }
  for (const number of fetched.swept) await visit(group, number)
  for (const number of fetched.resumed) await letGoOn(group, number, horizon)
}

async function decideRequest(group: Group, plan: Plan, request: Request, fetched: Fetched, progress: Progress): Promise<void> {
  const { answers } = progress
  switch (request.kind) {
    case 'arrivals':
      if (group.ledger.pace === 'virtual') {
        plan.heldBack.add(request)
        return runHeldBack(group, plan, progress)
      }
      for (let index = 0; index < request.arrivals.length; index += 1) {
        const receipt = takeIn(group, request, index, progress)
        request.receipts[index] = typeof receipt === 'string' ? receipt : await receipt
      }
      answers.push(receiptsOf(request))
      return
    case 'command':
      return decideCommand(group, request, progress)
    case 'letters':
      for (const letter of request.letters) group.setAside(letter)
      progress.refused += request.letters.length
      answers.push(done(request))
      return
    case 'take':
      return decideTake(group, request, fetched.deliveries.get(request) ?? [], progress)
    case 'finish': {
      const byKey = new Map(request.finished.map((finished) => [finished.key, finished]))
      for (const delivery of fetched.deliveries.get(request) ?? []) {
        const finished = byKey.get(delivery.key)
        if (finished !== undefined) await applyFinished(group, delivery, finished)
      }
      answers.push(done(request))
      return
    }
    case 'keep': {
      const { key, kept } = request
      const delivery = group.deliveries.get(key) ?? group.ledger.underway.get(key)
      if (delivery !== undefined) group.messages.keep(delivery, kept)
      if (delivery !== undefined && kept.links !== undefined) group.deliveries.set(key, { ...delivery, links: kept.links })
      // Also where nothing is to be kept there is a commit: once it is durable, so is what decided the message, and it may leave.
      else if (delivery !== undefined && kept.archived === undefined) group.deliveries.set(key, delivery)
      answers.push(done(request))
      return
    }
    case 'lift': {
      const next = await liftPage(group, request.after)
      answers.push(async () => {
        if (next === undefined) await noteLifted(group.ledger, request.after)
        return () => request.resolve(next)
      })
      return
    }
    case 'record':
      group.keepRecord(request.record)
      answers.push(done(request))
      return
    case 'publish':
    case 'switch':
    case 'pause':
    case 'erase':
    case 'take apart':
      return
    case 'describe':
      answers.push(() => describe(group, request))
  }
}

async function runHeldBack(group: Group, plan: Plan, progress: Progress): Promise<void> {
  const complete = await plan.heldBack.run(group, async (_, request, index) => takeIn(group, request, index, progress))
  for (const request of complete) progress.answers.push(receiptsOf(request))
}

/** What tells a request's caller is made apart from the group, which it would hold until the disk has it. */
function receiptsOf({ resolve, receipts }: ArrivalsRequest): () => Told {
  return () => () => resolve(receipts as Receipt[])
}

function done({ resolve }: { readonly resolve: () => void }): () => Told {
  return () => resolve
}

/** Takes one event in; poison becomes a dead letter, which is durable too. */
function takeIn(group: Group, request: ArrivalsRequest, index: number, progress: Progress): Receipt | Promise<Receipt> {
  const arrival = request.arrivals[index]
  if (arrival === undefined) return 'accepted'
  const body = request.bodies?.[index]
  try {
    const receipt = applyArrival(group, arrival, body)
    if (typeof receipt === 'string') return tell(progress, receipt)
    return receipt.then(
      (later) => tell(progress, later),
      (error) => setAside(group, arrival, progress, error),
    )
  } catch (error) {
    return setAside(group, arrival, progress, error)
  }
}

function tell(progress: Progress, receipt: Receipt): Receipt {
  if (receipt === 'accepted') progress.accepted += 1
  else progress.duplicates += 1
  return receipt
}

async function setAside(group: Group, arrival: Arrival, progress: Progress, error: unknown): Promise<Receipt> {
  const reason = await group.afterPoison(error)
  group.setAside({ receivedAt: arrival.event.receivedAt, source: 'engine', reason, body: arrivalBody(arrival) })
  progress.refused += 1
  return 'accepted'
}

async function decideCommand(group: Group, request: CommandRequest, progress: Progress): Promise<void> {
  const { subscriber } = request.identity
  const [number] = subscriber === undefined ? [] : await group.ledger.store.follow([subscriber])
  try {
    const changed = await applyCommand(group, request, number)
    progress.answers.push(() => () => request.resolve(changed))
  } catch (error) {
    // An unknown subscriber is the caller's to hear; poison is kept as well.
    const { identity, command, source } = request
    const reason = await group.afterPoison(error).catch(() => undefined)
    if (reason !== undefined) group.setAside({ receivedAt: group.now, source: 'engine', reason, body: JSON.stringify({ identity, command, source }) })
    progress.answers.push(() => () => request.reject(error))
  }
}

/** Whether people may be brought up to new definitions: not while events wait that came before these. */
function maySweep({ publishedAt }: Ledger, { mayOwn, sweep, horizon }: Plan): boolean {
  return mayOwn && sweep.isUnderWay && publishedAt <= horizon
}

/** Whether people may be visited because a pause has ended or a winner was chosen: not while events wait that came before that. */
function mayVisit({ program }: Ledger, { mayOwn, pauseSweep, horizon }: Plan): boolean {
  const last = program.pauses.changes[lastVisit(program) - 1]
  return mayOwn && pauseSweep.isUnderWay && last !== undefined && last.at <= horizon
}

async function visit(group: Group, number: SubscriberNumber): Promise<void> {
  const member = group.roster.member(group.roster.follow(number))
  if (member === undefined || !group.roster.isOutdated(member)) return
  try {
    group.decide(member, { kind: 'time', at: member.state.now })
    await settleReached(group)
  } catch (error) {
    const reason = await group.afterPoison(error)
    group.setAside({ receivedAt: group.now, source: 'engine', reason, body: JSON.stringify({ kind: 'adopt', subscriber: number }) })
  }
}

async function describe(group: Group, request: DescribeRequest): Promise<Told> {
  const { subscriber, userId, anonymousId } = request.identity
  const { engine, store } = group.ledger
  const [followed] = subscriber === undefined ? [] : await store.follow([subscriber])
  const identity = userId !== undefined ? userIdentity(userId) : anonymousIdentity(anonymousId ?? '')
  const number = followed ?? group.roster.find(identity)
  const member = number === undefined ? undefined : group.roster.member(group.roster.follow(number))
  if (member === undefined) return () => request.resolve(undefined)
  const deadline = Number.isFinite(member.deadline) ? member.deadline : undefined
  const identities = await store.identitiesOf(member.number)
  const described = { number: member.number, identities, state: engine.serializeState(member.state), deadline, head: member.head }
  return () => request.resolve(described)
}

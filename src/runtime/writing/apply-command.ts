// Lets an admin, an import, a link or a form change one subscriber. A userId or anonymousId that nobody has yet makes a
// subscriber, as an event would; a number that nobody has is an error.

import { OncueError } from '../../model/errors.ts'
import type { Command } from '../../model/input.ts'
import { inputLine } from '../log-entry.ts'
import { addressesOf } from '../people/addresses-of.ts'
import { anonymousIdentity, type Identified, identify, userIdentity } from '../people/identity.ts'
import { joinDevice } from '../people/join-device.ts'
import { settleReached, spreadNo, spreadSuppressions, suppressAlike, userAt, vouch } from '../people/one-address.ts'
import { liftTombstones } from '../people/suppress-erased.ts'
import type { CommandRequest } from '../requests.ts'
import type { Identity, SubscriberNumber } from '../store.ts'
import { countReturn } from './count-returns.ts'
import type { Group } from './group.ts'
import type { Member } from './ledger.ts'
import { dayOf, fingerprintOf, rememberMessage } from './recent-messages.ts'
import { isRepeated } from './repeated-message.ts'

/** The number of the subscriber that was changed. Throws PoisonInput, or OncueError `unknown-subscriber`. */
export async function applyCommand(group: Group, request: CommandRequest, number: SubscriberNumber | undefined): Promise<SubscriberNumber> {
  const { source } = request
  const member = await memberOf(group, request, number)
  const command = asKnown(request, member)
  const messageId = 'messageId' in command ? command.messageId : undefined
  const fingerprint = fingerprintOf(messageId ?? '')
  if (messageId !== undefined && (await isRepeated(group, member, { messageId, fingerprint }, group.now))) return member.number
  // Nobody is asked at an address that is not written to, whoever it was that said so.
  if (command.do === 'ask to confirm') await suppressAlike(group, member, { channel: 'email', address: command.address.toLowerCase() })
  const at = Math.max(group.now, member.state.now)
  const input = { kind: 'command', at, command, source, position: group.nextPosition } as const
  const before: Before = { email: addressesOf(member.state).email, suppressed: member.state.suppressed, asks: member.state.asks }
  const { counts } = group.decide(member, input)
  if (counts.some(({ journey, measure }) => measure === 'unsubscribed' && journey !== '')) await countNo(group, command)
  group.record(member, { at, ...inputLine(input, whoOf(request)) })
  if (messageId !== undefined) group.received(member, messageId, rememberMessage(member.recent, fingerprint, dayOf(group.now)))
  return (await followUp(group, member, request, before)).number
}

/** A no by the link of a message. */
async function countNo(group: Group, command: Command): Promise<void> {
  const message = 'message' in command ? command.message : undefined
  if (message === undefined) return
  countReturn(group, 'unsubscribes', group.deliveries.get(message) ?? group.ledger.underway.get(message) ?? (await group.ledger.store.delivery(message)))
}

/** Whoever is named by an address alone keeps the letters, large and small, in which it is known: a list of addresses says who, and not how they write theirs. */
function asKnown({ command, identity }: CommandRequest, { state }: Member): Command {
  const { email } = state.attributes
  if (command.do !== 'set attributes' || identity.address === undefined || typeof email !== 'string') return command
  const said = command.set['email']
  return typeof said === 'string' && said.toLowerCase() === email.toLowerCase() ? { ...command, set: { ...command.set, email } } : command
}

/** The log says by which id somebody was named, so that two who were one for a while can be told apart. */
function whoOf({ identity: { userId, anonymousId } }: CommandRequest): Identity | undefined {
  if (userId !== undefined) return userIdentity(userId)
  return anonymousId === undefined ? undefined : anonymousIdentity(anonymousId)
}

interface Before {
  readonly email: string | undefined
  readonly suppressed: Member['state']['suppressed']
  readonly asks: Member['state']['asks']
}

/** What the change means for others with the same address, and for whoever was erased. Whom the member is part of now. */
async function followUp(group: Group, member: Member, request: CommandRequest, before: Before): Promise<Member> {
  const { command } = request
  if (isYes(request)) await liftTombstones(group, member)
  await settleReached(group)
  await spreadSuppressions(group, member, before.suppressed)
  await spreadNo(group, member, request)
  const answered = command.do === 'confirm' ? newlyConfirmed(member, before) : undefined
  if (answered?.device !== undefined) await joinDevice(group, member, { device: answered.device, isFirst: before.email === undefined })
  const isVouched = answered !== undefined || (command.do === 'set attributes' && typeof command.set['email'] === 'string')
  return isVouched ? vouch(group, member) : member
}

/** The question that this confirmation answered. */
function newlyConfirmed({ state }: Member, { asks }: Before): Member['state']['asks'][number] | undefined {
  return state.asks.find((ask) => ask.confirmedAt !== undefined && asks.find(({ id }) => id === ask.id)?.confirmedAt === undefined)
}

/** Whether the address may be written to again: what the engine takes a suppression back for. */
function isYes({ command, source }: CommandRequest): boolean {
  return command.do === 'lift suppression' || command.do === 'take back no' || (command.do === 'subscribe' && source !== 'import' && source !== 'bulk')
}

async function memberOf(group: Group, request: CommandRequest, number: SubscriberNumber | undefined): Promise<Member> {
  const { subscriber, userId, anonymousId, address } = request.identity
  if (subscriber === undefined) {
    const user = address === undefined || userId !== undefined ? undefined : await userAt(group, address.toLowerCase())
    if (user !== undefined) return user
    const identity: Identified = { ...(userId === undefined ? {} : { userId }), ...(anonymousId === undefined ? {} : { anonymousId }) }
    return identify(group, identity, group.now)
  }
  const member = group.roster.member(group.roster.follow(number ?? subscriber))
  if (member === undefined) throw new OncueError('unknown-subscriber', { subscriber })
  return member
}

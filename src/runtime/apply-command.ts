// Lets an admin, an import, a link or a form change one subscriber. A userId or anonymousId that nobody has yet makes a
// subscriber, as an event would; a number that nobody has is an error.

import { OncueError } from '../model/errors.ts'
import type { Group } from './group.ts'
import { type Identified, identify } from './identity.ts'
import type { Member } from './ledger.ts'
import { inputLine } from './log-entry.ts'
import { dayOf, fingerprintOf, rememberMessage } from './recent-messages.ts'
import { isRepeated } from './repeated-message.ts'
import type { CommandRequest } from './requests.ts'
import type { SubscriberNumber } from './store.ts'
import { liftTombstones, suppressErased } from './suppress-erased.ts'

/** The number of the subscriber that was changed. Throws PoisonInput, or OncueError `unknown-subscriber`. */
export async function applyCommand(group: Group, request: CommandRequest, number: SubscriberNumber | undefined): Promise<SubscriberNumber> {
  const { command, source } = request
  const member = await memberOf(group, request, number)
  const messageId = 'messageId' in command ? command.messageId : undefined
  if (messageId !== undefined && (await isRepeated(group, member, messageId, group.now))) return member.number
  const at = Math.max(group.now, member.state.now)
  const input = { kind: 'command', at, command, source, position: group.nextPosition } as const
  group.decide(member, input)
  group.record(member, { at, ...inputLine(input) })
  if (messageId !== undefined) group.received(member, messageId, rememberMessage(member.recent, fingerprintOf(messageId), dayOf(group.now)))
  if (isYes(request)) await liftTombstones(group, member)
  await suppressErased(group)
  return member.number
}

/** Whether the address may be written to again: what the engine takes a suppression back for. */
function isYes({ command, source }: CommandRequest): boolean {
  return command.do === 'lift suppression' || (command.do === 'subscribe' && source !== 'import' && source !== 'bulk')
}

async function memberOf(group: Group, request: CommandRequest, number: SubscriberNumber | undefined): Promise<Member> {
  const { subscriber, userId, anonymousId } = request.identity
  if (subscriber === undefined) {
    const identity: Identified = { ...(userId === undefined ? {} : { userId }), ...(anonymousId === undefined ? {} : { anonymousId }) }
    return identify(group, identity, group.now)
  }
  const member = group.roster.member(group.roster.follow(number ?? subscriber))
  if (member === undefined) throw new OncueError('unknown-subscriber', { subscriber })
  return member
}

// Commands: what is said about a subscriber from outside, other than by an event. Each is carried out where what it changes has its home.

import type { Command, CommandSource } from '../model/input.ts'
import { sentence } from '../model/sentence.ts'
import { setAttributes } from './attributes.ts'
import { correct } from './correction.ts'
import { leaveEverything } from './leave.ts'
import { lookAgain } from './look-again.ts'
import { askToConfirm, confirm } from './opt-in-asks.ts'
import { type EffectPlace, effectPlace, exit } from './passage.ts'
import { pauseMail } from './policies/mail-pause.ts'
import { liftSuppression, suppress } from './policies/suppression.ts'
import { setTracking } from './policies/tracking.ts'
import { journeyKey } from './program.ts'
import { resend } from './resend.ts'
import { everyTopic, joinList, leaveList, setTopic, takeBackNo } from './subscriptions.ts'
import { takeApart } from './take-apart.ts'
import { count, countTemplate, decide, type Turn } from './turn.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

/** Carries out what an admin, an import or a subscriber's click asks for. */
export function takeCommand(turn: Turn, command: Command, source: CommandSource): void {
  turn.silent = 'silent' in command && command.silent === true
  switch (command.do) {
    case 'set attributes': {
      const unset = Object.fromEntries((command.unset ?? []).map((name) => [name, null]))
      return setAttributes(turn, { ...command.set, ...unset }, turn.now, source)
    }
    case 'suppress':
      return suppress(turn, command.channel ?? 'email', command.reason, command.address)
    case 'lift suppression':
      return liftSuppression(turn, command.channel ?? 'email', `said by ${source}`, command.address)
    case 'join list':
      return joinList(turn, command.list, source)
    case 'leave list':
      return leaveList(turn, command.list, source)
    case 'subscribe':
    case 'unsubscribe':
      if (isOlder(turn, command)) return decide(turn, { kind: 'cut', at: turn.now, because: sentence('older-word', { topic: command.topic }) })
      if (command.do === 'subscribe' && isCarriedOver(source) && saidNoSince(turn, command))
        return decide(turn, {
          kind: 'cut',
          at: turn.now,
          because: sentence('carried-yes', { topic: command.topic }),
        })
      // A yes of the person takes it back; one that is only carried over from a list does not.
      if (command.do === 'subscribe' && !isCarriedOver(source)) {
        liftSuppression(turn, command.topic === 'sms' || command.channel === 'sms' ? 'sms' : 'email', `said yes to ${command.topic}`)
      }
      return sayTopic(turn, command, source)
    case 'take back no':
      liftSuppression(turn, 'email', 'took the no to all mail back')
      return takeBackNo(turn, { reason: command.reason ?? source, evidence: command.evidence })
    case 'ask to confirm':
      return askToConfirm(turn, command)
    case 'confirm':
      return confirm(turn, command, source)
    case 'pause mail':
      return pauseMail(turn, command.until)
    case 'end pause':
      return pauseMail(turn, undefined)
    case 'allow tracking':
    case 'forbid tracking':
      return setTracking(turn, { allowed: command.do === 'allow tracking', reason: command.reason ?? source, evidence: command.evidence })
    case 'stop journey':
      for (const enrollment of turn.state.enrollments) if (enrollment.journey === command.journey) exit(turn, enrollment, `stopped by ${source}`)
      return
    case 'correct':
      return correct(turn, command)
    case 'take apart':
      return takeApart(turn, command)
    case 'resend':
      return resend(turn, command)
    case 'erase':
      return leaveEverything(turn)
    case 'look again':
      return lookAgain(turn)
  }
}

/** By a file or for many at once: nobody of them says it at this moment. */
function isCarriedOver(source: CommandSource): boolean {
  return source === 'import' || source === 'bulk'
}

/** Whether the person's own no stands against a yes of which nobody knows that it was said later. */
function saidNoSince({ state }: Turn, { topic, channel = 'email', evidence }: Extract<Command, { do: 'subscribe' | 'unsubscribe' }>): boolean {
  const topics = channel === 'email' ? state.topics : { ...state.channelTopics[channel] }
  const noes = [Object.hasOwn(topics, topic) ? topics[topic] : undefined, state.topics[everyTopic], state.topics[channel]].filter(
    (said) => said?.subscribed === false,
  )
  return noes.some((no) => no !== undefined && (evidence?.at === undefined || evidence.at <= (no.evidence?.at ?? no.at)))
}

/** Whether something was said about it after that: words may come late. */
function isOlder({ state }: Turn, { topic, channel = 'email', evidence }: Extract<Command, { do: 'subscribe' | 'unsubscribe' }>): boolean {
  if (evidence?.at === undefined) return false
  const topics = channel === 'email' ? state.topics : { ...state.channelTopics[channel] }
  const said = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  const last = Math.max(said?.evidence?.at ?? said?.at ?? 0, state.topics[everyTopic]?.at ?? 0)
  return evidence.at < last
}

/** What was said about a topic; a no by the link of a message counts for the message, when it changed anything. */
function sayTopic(turn: Turn, command: Extract<Command, { do: 'subscribe' | 'unsubscribe' }>, source: CommandSource): void {
  const before = turn.decisions.length
  const { channel, evidence } = command
  setTopic(turn, command.topic, { subscribed: command.do === 'subscribe', reason: command.reason ?? source, channel, evidence })
  if (command.message === undefined || command.do === 'subscribe' || turn.decisions.length === before) return
  const place = effectPlace(command.message)
  if (place === undefined) return
  count(turn, { name: place.journey, version: place.version }, place.step, 'unsubscribed')
  countTemplate(turn, templateAt(turn, place), 'unsubscribed')
}

function templateAt({ program }: Turn, { journey, version, step }: EffectPlace): string | undefined {
  for (const [one, path] of walkSteps(program.journeys.get(journeyKey(journey, version))?.definition.steps ?? [], ['steps'])) {
    if ((one.id ?? idFromPlace(path)) === step) return 'send' in one ? one.send : undefined
  }
  return undefined
}

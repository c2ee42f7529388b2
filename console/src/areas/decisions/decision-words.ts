// A decision in the language of the console: its title ("Waits"), and a line with the step, the reason and the times. The server gives both as data.

import { quoted, saidWords } from './said-words.ts'
import type { ToldDecision } from './told.ts'
import type { Tongue } from './tongue.ts'

type Decision = Readonly<Record<string, unknown>>

/** What stands for no currency in the world's list of them. */
const noCurrency = 'X'.repeat(3)

/** What it is, in a word or two. */
export function decisionTitle(decision: Decision, { say }: Tongue): string {
  // What failed was not handed over, and what was cut off perhaps.
  if (decision['kind'] === 'handed over' && decision['outcome'] !== 'sent') return say(`decision.handed over ${decision['outcome']}`)
  return say(`decision.${decision['kind']}`)
}

/** The rest of it; "" when there is nothing to add. Journeys and templates stand beside it as links. */
export function decisionWords(told: ToldDecision, tongue: Tongue): string {
  const because = told.because === null ? undefined : saidWords(told.because, tongue)
  return joined([...partsOf(told, tongue), because])
}

type Parts = readonly (string | undefined)[]

function partsOf(told: ToldDecision, tongue: Tongue): Parts {
  const { decision, step } = told
  const { say, formats } = tongue
  const at = (name: string): string | undefined => (typeof decision[name] === 'number' ? formats.dateTime(decision[name]) : undefined)
  const place = stepWords(decision['step'], step, tongue)
  const reason = typeof decision['reason'] === 'string' ? decision['reason'] : undefined
  const until = at('until')
  switch (decision['kind']) {
    case 'entered':
      return [decision['heldOut'] === true ? say('line.held-out') : undefined]
    case 'not entered':
      // The reason in its own words says as much.
      return [reason === 'already inside' ? undefined : say(`reason.${reason}`)]
    case 'moved':
      return [say('line.moved', { step: place })]
    case 'changed version':
      return [say('line.changed-version', { ...decision, fromStep: quoted(decision['fromStep'], tongue), version: decision['journeyVersion'], step: place })]
    case 'waiting':
      return [until === undefined ? say('line.waiting', { step: place }) : say('line.waiting-until', { step: place, until })]
    case 'acted':
      return [actionWords(String(decision['action']), place, tongue)]
    case 'skipped':
      return [place, say(`reason.${reason}`)]
    case 'exited':
      return [say('line.at-step', { step: place })]
    case 'converted':
      return convertedParts(decision, tongue)
    case 'queued':
      // The step says already what it sends, where it is known.
      return [step?.about == null ? effectWords(decision, tongue) : undefined, place]
    case 'authorized':
      return [
        effectWords(decision, tongue),
        worded('line.by-domain', 'domain', decision['domain'], tongue),
        worded('line.with', 'items', decision['with'], tongue),
        Array.isArray(decision['nothingFor']) ? say('line.nothing-for', { lookups: formats.list(decision['nothingFor'] as string[]) }) : undefined,
        blocksWords(decision['blocks'], tongue),
      ]
    case 'refused':
      return [effectWords(decision, tongue), say(`reason.${reason}`)]
    case 'deferred':
      return [effectWords(decision, tongue), until === undefined ? undefined : say('line.until', { until }), ruleWords(decision['rule'], told, tongue)]
    case 'handed over':
      return [effectWords(decision, tongue), decision['outcome'] === 'failed' ? undefined : say(`line.outcome.${decision['outcome']}`)]
    default:
      return personParts(decision, tongue)
  }
}

/** The rule's name, unless its sentence follows and says it: "the journey is paused · the journey cart has been paused since ...". */
function ruleWords(rule: unknown, { because }: ToldDecision, { say }: Tongue): string | undefined {
  const isSaid = because !== null && because.code !== 'plain' && ['stop switch', 'pause', 'warm-up', 'slowed domain'].includes(String(rule))
  return isSaid ? undefined : say(`rule.${rule}`)
}

/** Of what is about the person, and not about a journey. */
function personParts(decision: Decision, tongue: Tongue): Parts {
  const { say, formats } = tongue
  const name = (key: string): string => quoted(decision[key], tongue)
  const until = typeof decision['until'] === 'number' ? formats.dateTime(decision['until']) : undefined
  const reason = typeof decision['reason'] === 'string' ? decision['reason'] : undefined
  switch (decision['kind']) {
    case 'added':
      return [say('line.added')]
    case 'segment':
      return [say(decision['entered'] === true ? 'line.segment-entered' : 'line.segment-left', { segment: name('segment') })]
    case 'changed': {
      const { value } = decision
      return [say(value === undefined ? 'line.removed' : 'line.changed', { attribute: name('attribute'), value: valueText(value) })]
    }
    case 'list':
      return [say(decision['joined'] === true ? 'line.list-joined' : 'line.list-left', { list: name('list') })]
    case 'topic': {
      const topic = decision['topic'] === 'all' ? say('line.topic-all') : name('topic')
      const channel = typeof decision['channel'] === 'string' ? say(`channel.${decision['channel']}`) : undefined
      return [say(decision['subscribed'] === true ? 'line.topic-yes' : 'line.topic-no', { topic }), channel, reason]
    }
    case 'no taken back':
      return [say('line.no-taken-back'), reason]
    case 'asked':
      return [say('line.asked', { topic: name('topic'), until: formats.dateTime(decision['expiresAt'] as number) })]
    case 'not asked':
      return [formats.list((decision['topics'] as readonly string[]).map((topic) => quoted(topic, tongue)))]
    case 'confirmed':
      return [say('line.confirmed', { topic: name('topic') })]
    case 'mail pause':
      return [until === undefined ? say('line.mail-again') : say('line.mail-pause', { until })]
    case 'tracking':
      return [say(decision['allowed'] === true ? 'line.tracking-allowed' : 'line.tracking-forbidden'), reason]
    case 'merged':
    case 'told apart':
    case 'taken apart':
      return [say('line.other', { from: String(decision['from']) })]
    case 'adopted':
      return [say('line.program')]
    default:
      return []
  }
}

function convertedParts({ event, value, currency, creditedTo, heldOut }: Decision, tongue: Tongue): Parts {
  const { say, formats } = tongue
  const amount =
    typeof value !== 'number'
      ? undefined
      : typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) && currency !== noCurrency
        ? formats.money(value, currency)
        : formats.number(value)
  return [
    quoted(event, tongue),
    amount === undefined ? undefined : say('line.worth', { amount }),
    creditedTo === undefined ? undefined : say('line.credited', { step: quoted(creditedTo, tongue) }),
    heldOut === true ? say('line.held-out') : undefined,
  ]
}

/** A step by its name and what it does. */
function stepWords(step: unknown, told: ToldDecision['step'], tongue: Tongue): string {
  if (typeof step !== 'string') return ''
  const own = quoted(step, tongue)
  if (told === null || told.kind === 'step') return own
  if (told.about === null) return tongue.say(`step.${told.kind}`, { step: own })
  return tongue.say(`step-about.${told.kind}`, { step: own, about: quoted(told.about, tongue) })
}

/** "joins hot-leads", "updates plan, score": what the step did, by its first word. */
function actionWords(action: string, step: string, tongue: Tongue): string {
  const found = /^(joins|leaves|starts|stops|updates) (.+)$/s.exec(action)
  if (found === null) return `${step}: ${action}`
  const name = tongue.formats.list((found[1] === 'updates' ? (found[2] as string).split(', ') : [found[2] as string]).map((one) => quoted(one, tongue)))
  return tongue.say(`line.acted.${found[1]}`, { step, name })
}

function effectWords({ channel, template }: Decision, tongue: Tongue): string {
  const way = tongue.say(`channel.${channel}`)
  return template === undefined ? way : `${way} ${quoted(template, tongue)}`
}

/** What the blocks of its mail asked, and what was answered. */
function blocksWords(blocks: unknown, { say }: Tongue): string | undefined {
  if (typeof blocks !== 'object' || blocks === null) return undefined
  return Object.entries(blocks)
    .map(([name, holds]) => say(holds === true ? 'line.block-holds' : 'line.block-holds-not', { name }))
    .join(', ')
}

function worded(key: string, name: string, value: unknown, { say }: Tongue): string | undefined {
  return typeof value === 'string' ? say(key, { [name]: value }) : undefined
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function joined(parts: Parts): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

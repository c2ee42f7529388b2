// oncue subscriber show ID: everything that is known about one person, and what happened last.

import type { JsonObject } from '../../model/json.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable, table } from '../table.ts'
import type { SubscriberView } from '../views.ts'
import { subscriberOf, wholeNumber, withViews } from '../with-views.ts'

export const subscriberShow = command({
  name: 'show',
  summary: 'Show what is known about a person: attributes, memories, enrollments, timeline',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, mail address, or #number' },
    limit: { type: 'string', description: 'Lines of the timeline', default: '20', valueHint: 'n' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const view = await views.subscriber(await subscriberOf(views, args.id), wholeNumber(args.limit, '--limit'))
      if (args.json === true) printJson(shell.terminal, view)
      else shell.terminal.print(sections(view, shell.terminal.columns))
      return 0
    }),
})

function sections(view: SubscriberView, columns: number): string {
  const facts = [
    { name: 'userId', value: view.userIds.join(', ') || '(none)' },
    { name: 'anonymousId', value: view.anonymousIds.join(', ') || '(none)' },
    { name: 'number', value: `#${view.subscriber}` },
    { name: 'first seen', value: instantText(view.firstSeenAt) },
    { name: 'next change', value: instantText(view.nextChangeAt ?? undefined) },
    { name: 'segments', value: view.segments.join(', ') || '(none)' },
    { name: 'lists', value: view.lists.map(({ list }) => list).join(', ') || '(none)' },
  ]
  const pairs = (rows: readonly { readonly name: string; readonly value: string }[]): string =>
    rows.map(({ name, value }) => `  ${printable(name).padEnd(14)} ${printable(value)}\n`).join('')
  const attributes = Object.entries(view.attributes).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }))
  const parts = [
    pairs(facts),
    `\nAttributes\n${pairs(attributes) || '  (none)\n'}`,
    `\nConsent\n${
      consentLines(view)
        .map((line) => `  ${printable(line)}\n`)
        .join('') || '  (nothing said)\n'
    }`,
    section('Carts', view.carts.flatMap(cartLines)),
    `\nMemories\n${view.memories.map(({ remembers, content }) => `  ${printable(remembers)}: ${printable(content)}\n`).join('') || '  (none)\n'}`,
    `\nEnrollments\n${enrollments(view, columns)}`,
    section('Timers', view.timers.map(timerLine)),
    section('Waiting messages', view.waiting.map(waitingLine)),
    `\nTimeline\n${view.timeline.map(({ text }) => `  ${printable(text)}\n`).join('') || '  (nothing)\n'}`,
  ]
  return parts.join('')
}

/** Only where there is something to tell. */
function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}\n${lines.map((line) => `  ${printable(line)}\n`).join('')}`
}

function timerLine({ journey, key, waitsFor, event, since, dueAt }: SubscriberView['timers'][number]): string {
  return `${journey}${key === null ? '' : ` [${key}]`} at ${instantText(dueAt)}: ${waitsFor}, since ${event} at ${instantText(since)}`
}

function waitingLine({ channel, template, journey, step, until, attempts, reason }: SubscriberView['waiting'][number]): string {
  const tried = attempts === 0 ? '' : `, tried ${attempts === 1 ? 'once' : `${attempts} times`}`
  const when = until === null ? '' : ` until ${instantText(until)}`
  return `${template ?? channel} of ${journey}, ${step}${when}${tried}${reason === null ? '' : `: ${reason}`}`
}

const ways: Readonly<Record<string, string>> = { email: 'mail', sms: 'text message', popup: 'popup' }

/** In words: what was said about what, when, and what is known of how. */
function consentLines({ topics, asked, tracking, mailPausedUntil }: SubscriberView): string[] {
  return [
    ...topics.map(
      ({ topic, channel, subscribed, at, evidence }) =>
        `${topic} by ${ways[channel] ?? channel}: ${subscribed ? 'yes' : 'no'} since ${instantText(at)}${howOf(evidence)}`,
    ),
    ...asked.map(
      ({ topics: about, at, expiresAt }) => `${about.join(', ')} by mail: asked ${instantText(at)}, may be confirmed until ${instantText(expiresAt)}`,
    ),
    ...(tracking === null ? [] : [`opens and clicks may ${tracking.allowed ? '' : 'not '}be followed, since ${instantText(tracking.at)}`]),
    ...(mailPausedUntil === null ? [] : [`a break from mails until ${instantText(mailPausedUntil)}`]),
  ]
}

function howOf(evidence: SubscriberView['topics'][number]['evidence']): string {
  if (evidence === null) return ''
  const { at, page, ip, agent, wording, address, asked } = evidence
  const parts = [
    at === undefined ? '' : `said ${instantText(at)}`,
    address === undefined ? '' : `for ${address}`,
    asked === undefined ? '' : `asked ${instantText(asked.at)}${asked.page === undefined ? '' : ` on ${asked.page}`}`,
    page === undefined ? '' : `on ${page}`,
    wording === undefined ? '' : `wording ${wording}`,
    ip === undefined ? '' : `from ${ip}`,
    agent === undefined ? '' : `with ${agent}`,
  ]
  const known = parts.filter((part) => part !== '').join(', ')
  return known === '' ? '' : ` (${known})`
}

function cartLines(cart: JsonObject): string[] {
  const items = (cart['items'] ?? []) as readonly JsonObject[]
  return items.map(
    ({ product, name, quantity, price }) =>
      `${cart['id'] === '' ? '' : `${String(cart['id'])}: `}${String(quantity)} x ${String(name ?? product)}, ${String(price)} each`,
  )
}

function enrollments(view: SubscriberView, columns: number): string {
  if (view.enrollments.length === 0) return '  (none)\n'
  const lines = table(
    view.enrollments,
    [
      { title: 'journey', value: ({ journey, version }) => `${journey} v${version}` },
      { title: 'key', value: ({ key }) => key ?? '' },
      { title: 'status', value: ({ status }) => status },
      { title: 'step', value: ({ step }) => step },
      { title: 'entered', value: ({ enteredAt }) => instantText(enteredAt) },
      { title: 'moves by itself', value: ({ wakesAt }) => (wakesAt === null ? '' : instantText(wakesAt)) },
    ],
    columns - 2,
  )
  return lines.replaceAll(/^(?=.)/gm, '  ')
}

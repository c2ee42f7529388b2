// oncue message show KEY: what a message was, why it was sent, and what came back.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

interface Clicks {
  readonly human: number
  readonly proxy: number
  readonly machine: number
}

/** The parts of the door's answer that are printed. */
interface Shown {
  readonly key: string
  readonly subscriber: number
  readonly userId: string | null
  readonly channel: string
  readonly journey: string
  readonly journeyVersion: number
  readonly step: string
  readonly template: string | null
  readonly status: string
  readonly decidedAt: number
  readonly finishedAt: number | null
  readonly attempts: number
  readonly reason: string | null
  readonly publication: number | null
  readonly templateVersion: number | null
  readonly answer: string | null
  readonly archived: { readonly address: string; readonly subject: string; readonly purpose: string; readonly kept: string; readonly bytes: number } | null
  readonly why: readonly { readonly text: string }[]
  readonly cameBack: readonly {
    readonly at: number
    readonly what: string
    readonly by: string | null
    readonly link: string | null
    readonly hard: boolean | null
    readonly status: string | null
    readonly reason: string | null
  }[]
  readonly links: readonly { readonly target: string; readonly label: string; readonly clicks: Clicks }[]
}

export const messageShow = command({
  name: 'show',
  summary: 'Show what a message was, why it was sent, and what came back',
  args: {
    message: { type: 'positional', required: true, description: 'The key of the message, as `oncue messages` shows it' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const shown = await askAdminFor<Shown>(doorOf(shell, args), { method: 'GET', path: `/admin/v1/messages/${encodeURIComponent(args.message)}` })
    if (args.json === true) printJson(shell.terminal, shown)
    else shell.terminal.print(textOf(shown))
    return 0
  },
})

function textOf(message: Shown): string {
  const { archived, why, cameBack, links } = message
  const facts: readonly (readonly [string, string])[] = [
    ['message', message.key],
    ['to', `${message.userId ?? `#${message.subscriber}`}${archived === null || archived.address === '' ? '' : ` at ${archived.address}`}`],
    ['what', [message.channel, templateText(message), archived?.subject ?? ''].filter((part) => part !== '').join(', ')],
    [
      'journey',
      `${message.journey} version ${message.journeyVersion}, step ${message.step}${message.publication === null ? '' : `, publication ${message.publication}`}`,
    ],
    ['status', `${message.status}${message.reason === null ? '' : `: ${message.reason}`}${message.attempts > 1 ? ` (${message.attempts} attempts)` : ''}`],
    ['decided', instantText(message.decidedAt)],
    ...(message.finishedAt === null ? [] : [['finished', instantText(message.finishedAt)] as const]),
    ...(message.answer === null ? [] : [['answer', message.answer] as const]),
    ['archive', archived === null ? 'does not have it' : `${archived.kept}, ${archived.bytes} bytes, ${archived.purpose}`],
  ]
  const lines = facts.map(([name, value]) => `${name.padEnd(10)}${printable(value)}`)
  const section = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : ['', title, ...items.map((item) => `  ${printable(item)}`)]
  return [
    ...lines,
    ...section(
      'why',
      why.map(({ text }) => text),
    ),
    ...section('what came back', cameBack.map(reportText)),
    ...section(
      'links',
      links.map(({ target, label, clicks }) => `${clicksText(clicks).padEnd(28)}${label === target ? target : `${label} -> ${target}`}`),
    ),
    '',
  ].join('\n')
}

function reportText({ at, what, by, link, hard, status, reason }: Shown['cameBack'][number]): string {
  const details = [by === null ? '' : `by ${by}`, link ?? '', hard === null ? '' : hard ? 'hard' : 'soft', status ?? '', reason ?? ''].filter(
    (part) => part !== '',
  )
  return `${instantText(at)}  ${what}${details.length === 0 ? '' : ` ${details.join(', ')}`}`
}

function clicksText({ human, proxy, machine }: Clicks): string {
  const parts = [`${human} by people`, ...(proxy > 0 ? [`${proxy} by proxies`] : []), ...(machine > 0 ? [`${machine} by machines`] : [])]
  return parts.join(', ')
}

function templateText({ template, templateVersion }: Pick<Shown, 'template' | 'templateVersion'>): string {
  return template === null ? '' : templateVersion === null ? template : `${template} version ${templateVersion}`
}

// oncue template versions TEMPLATE: every version that was in force, by whom and when, and what it changed.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable, table } from '../table.ts'

interface Version {
  readonly version: number
  readonly at: number
  readonly by: string | null
  readonly endedAt: number | null
  readonly isInForce: boolean
  readonly sameAs: number | null
  readonly subject: string
  readonly changed: readonly { readonly part: string; readonly locale: string | null }[]
}

export const templateVersions = command({
  name: 'versions',
  summary: 'List the versions of a template: when each was published, by whom, and what it changed',
  args: { template: { type: 'positional', required: true, description: 'The template' }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const path = `/admin/v1/templates/${encodeURIComponent(args.template)}/versions`
    const { versions } = await askAdminFor<{ versions: Version[] }>(doorOf(shell, args), { method: 'GET', path })
    if (args.json === true) printJson(shell.terminal, { versions })
    else shell.terminal.print(versions.length === 0 ? 'It is written, and was never in force.\n' : table(versions, columns, shell.terminal.columns))
    return 0
  },
})

const columns = [
  { title: 'version', value: ({ version }: Version) => version, align: 'right' as const },
  { title: 'status', value: ({ isInForce }: Version) => (isInForce ? 'in force' : 'past') },
  { title: 'published', value: ({ at }: Version) => instantText(at) },
  { title: 'by', value: ({ by }: Version) => printable(by ?? '-') },
  { title: 'changed', value: changedText },
  { title: 'subject', value: ({ subject }: Version) => printable(subject) },
]

function changedText({ changed, sameAs }: Version): string {
  const parts = changed.map(({ part, locale }) => (locale === null ? part : `${part} (${locale})`)).join(', ')
  return printable(sameAs === null ? parts || '-' : `back to version ${sameAs}`)
}

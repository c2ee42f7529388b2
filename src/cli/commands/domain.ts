// oncue domain add|check|list: the key that signs the mails of a domain, the DNS records to set, and whether everything is in place.

import { checkDomain, type DomainFinding } from '../../deliverability/check-domain.ts'
import { noteChecked } from '../../deliverability/checked-domains.ts'
import { type DomainKey, domainsWithKey, ensureDomainKey, isDomainName, notePublished, readDomainKey } from '../../deliverability/domain-keys.ts'
import { type DomainRecord, domainRecords } from '../../deliverability/domain-records.ts'
import { sendingWay } from '../../deliverability/sending-way.ts'
import { type Configuration, readConfiguration } from '../../settings/configuration.ts'
import { dataFolder } from '../../settings/data-folder.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes, usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import type { Shell, Terminal } from '../shell.ts'
import { printable, table } from '../table.ts'

const domain = { type: 'positional', required: true, description: 'The domain of the sender: what stands behind the @' } as const
const ip = { type: 'string', description: 'The address that mails leave from, where you run the mail server', valueHint: 'address' } as const

export const domainAdd = command({
  name: 'add',
  summary: 'Make the key that signs the mails of a domain, and show the DNS records to set',
  args: {
    domain,
    ip,
    selector: { type: 'string', description: 'The name of the key in the DNS; oncue unless told', valueHint: 'name' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const about = aboutOf(shell, args)
    const selector = args.selector ?? 'oncue'
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(selector)) throw usageFailure('--selector takes small letters, digits and -')
    const key = ensureDomainKey(about.folder, { domain: about.domain, selector, now: (await shell.clock()).now() })
    const records = domainRecords({ ...about, key })
    if (args.json === true) printJson(shell.terminal, { domain: about.domain, selector: key.selector, records })
    else printRecords(shell.terminal, about.domain, records)
    return 0
  },
})

export const domainCheck = command({
  name: 'check',
  summary: 'Check what receivers demand of a sending domain: DKIM, SPF, DMARC, MX, PTR and the rules for bulk senders',
  args: {
    domain,
    ip,
    resolver: { type: 'string', description: "Ask this name server instead of the machine's own", valueHint: 'address:port' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const about = aboutOf(shell, args)
    const key = readDomainKey(about.folder, about.domain)
    const findings = await checkDomain(await shell.resolver(args.resolver), { ...about, key })
    const isFound = findings.some(({ check, result }) => check === 'DKIM' && result === 'pass')
    const signsNow = key !== undefined && isFound && key.publishedAt === undefined
    if (signsNow) notePublished(about.folder, key, (await shell.clock()).now())
    const named = (wanted: 'fail' | 'unknown'): readonly string[] => findings.filter(({ result }) => result === wanted).map(({ check }) => check)
    noteChecked(about.folder, about.domain, { at: (await shell.clock()).now(), failed: named('fail'), unknown: named('unknown') })
    if (args.json === true) printJson(shell.terminal, { domain: about.domain, findings })
    else printFindings(shell.terminal, { domain: about.domain, findings, signsNow })
    return findings.some(({ result }) => result === 'fail') ? exitCodes.failed : 0
  },
})

export const domainList = command({
  name: 'list',
  summary: 'List the domains that have a key, and whether it signs',
  args: { ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const { dkim } = dataFolder(configurationOf(shell, args.data))
    const keys = domainsWithKey(dkim).flatMap((name) => readDomainKey(dkim, name) ?? [])
    const rows = keys.map(({ domain, selector, createdAt, publishedAt }) => ({ domain, selector, createdAt, publishedAt: publishedAt ?? null }))
    if (args.json === true) printJson(shell.terminal, { domains: rows })
    else shell.terminal.print(rows.length === 0 ? 'No domain has a key; `oncue domain add` makes one.\n' : table(rows, columns, shell.terminal.columns))
    return 0
  },
})

type Row = Pick<DomainKey, 'domain' | 'selector' | 'createdAt'> & { readonly publishedAt: number | null }

const columns = [
  { title: 'domain', value: (row: Row) => row.domain },
  { title: 'selector', value: ({ selector }: Row) => selector },
  { title: 'made', value: ({ createdAt }: Row) => instantText(createdAt) },
  { title: 'signs since', value: ({ publishedAt }: Row) => (publishedAt === null ? 'not yet: run oncue domain check' : instantText(publishedAt)) },
]

function configurationOf(shell: Pick<Shell, 'environment'>, data: string | undefined): Configuration {
  return readConfiguration(shell.environment, data === undefined ? {} : { data })
}

function aboutOf(shell: Pick<Shell, 'environment'>, args: { readonly domain: string; readonly data?: string | undefined; readonly ip?: string | undefined }) {
  const configuration = configurationOf(shell, args.data)
  const name = args.domain.toLowerCase().replace(/\.$/, '')
  if (!isDomainName(name)) throw usageFailure(`"${printable(args.domain)}" is not the name of a domain, such as shop.example`)
  if (args.ip !== undefined && !/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]+:[0-9a-f:]*)$/i.test(args.ip))
    throw usageFailure('--ip takes an address, such as 203.0.113.7')
  const { bounceAddress, publicUrl } = configuration
  return {
    domain: name,
    folder: dataFolder(configuration).dkim,
    way: sendingWay(configuration.mailUrl ?? configuration.smtpUrl),
    bounceDomain: bounceAddress?.slice(bounceAddress.lastIndexOf('@') + 1),
    host: publicUrl === undefined ? undefined : new URL(publicUrl).hostname,
    ip: args.ip,
  }
}

function printRecords(terminal: Terminal, name: string, records: readonly DomainRecord[]): void {
  terminal.print(`Set these records in the DNS of ${name}, then run oncue domain check ${name}.\n`)
  for (const { what, name: at, type, value, why } of records) terminal.print(`\n${what}: ${why}\n  name   ${at}\n  type   ${type}\n  value  ${value}\n`)
}

const marks = { pass: 'pass', warn: 'warn', fail: 'FAIL', unknown: '?   ' } as const

function printFindings(
  terminal: Terminal,
  { domain: name, findings, signsNow }: { readonly domain: string; readonly findings: readonly DomainFinding[]; readonly signsNow: boolean },
): void {
  for (const { check, result, found, todo, demandedBy } of findings) {
    terminal.print(`${marks[result]}  ${check}: ${printable(found)} (${demandedBy.join(', ')})\n`)
    if (todo !== undefined) terminal.print(`      -> ${printable(todo)}\n`)
  }
  const failed = findings.filter(({ result }) => result === 'fail').length
  terminal.print(failed === 0 ? `${name}: nothing fails.\n` : `${name}: ${failed} ${failed === 1 ? 'check fails' : 'checks fail'}.\n`)
  if (signsNow) terminal.print('From now on mails of this domain are signed.\n')
}

// Everything that can be set, from one file and the environment. The environment wins; what is unknown or unusable is an error that says
// where and what to write; secrets are never printed.

import { existsSync, readFileSync } from 'node:fs'
import { isIP, isIPv6 } from 'node:net'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { OncueError } from '../model/errors.ts'
import { wayUrl } from './way-url.ts'

const port = z.coerce.number().int().min(0).max(65535)
const atOnce = z.coerce.number().int().min(1).max(200)
const flag = z.union([z.boolean(), z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((text) => text === 'true' || text === '1' || text === 'yes')])
const waysOfMail = ['smtp', 'smtps', 'ses', 'sendgrid', 'postmark', 'mailgun', 'resend', 'brevo']
/** `https://shop.example`, `https://*.shop.example`, `http://localhost:3000`. */
const originPattern = /^https?:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/
const names = z.union([
  z.array(z.string().min(1)),
  z.string().transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
])

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const most = isIPv6(address) ? 128 : 32
  return more.length === 0 && isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most && Number(bits) > 0))
}

/** One setting: its place in the file, its environment variable, what it means. Secret ones are printed as dots. */
interface Setting {
  readonly variable: string
  readonly schema: z.ZodType
  readonly what: string
  readonly isSecret?: true
}

const settings = {
  host: { variable: 'HOST', schema: z.string().min(1).default('127.0.0.1'), what: 'The address to listen on.' },
  port: { variable: 'PORT', schema: port.default(4400), what: 'The port to listen on; 0 takes a free one.' },
  publicUrl: {
    variable: 'ONCUE_PUBLIC_URL',
    schema: z.url().optional(),
    what: 'Where people reach this server: links in mails start with it. The address it listens on by default.',
  },
  trustedProxies: {
    variable: 'ONCUE_TRUSTED_PROXIES',
    schema: names.default([]).refine((all) => all.every((one) => isNetwork(one)), 'name addresses or networks, such as 127.0.0.1 or 10.0.0.0/8'),
    what: 'Addresses or networks (10.0.0.0/8) of the proxies in front: only their X-Forwarded-For says where a visitor is, for limits and evidence.',
  },
  data: {
    variable: 'ONCUE_DATA',
    schema: z.string().min(1).default('data'),
    what: 'The folder that holds the workspace: one SQLite file, and the secret when it is made here.',
  },
  definitions: {
    variable: 'ONCUE_DEFINITIONS',
    schema: z.string().min(1).default('examples/shop'),
    what: 'The folder with journeys, segments and templates; watched while Oncue runs. When it is not set: your own site, once a demo was ended for it; else a copy of the example, `shop` in the data folder.',
  },
  demo: {
    variable: 'ONCUE_DEMO',
    schema: flag.optional(),
    what: 'Opens the demo shop at /demo, and lets a first visitor sign up at the first start, so that there is a mail to see. On with the example definitions.',
  },
  writeKeys: {
    variable: 'ONCUE_WRITE_KEYS',
    schema: names.default([]),
    what: 'Keys of servers, which may send everything, separated by commas. Made at the first start when there are none.',
    isSecret: true,
  },
  browserKeys: {
    variable: 'ONCUE_BROWSER_KEYS',
    schema: names.default([]),
    what: 'Keys for pages, where everybody can read them, separated by commas: they may send events, but not speak of consent or import history. Made when none is given.',
  },
  browserOrigins: {
    variable: 'ONCUE_BROWSER_ORIGINS',
    schema: names.refine((origins) => origins.every((origin) => originPattern.test(origin)), 'each is an origin such as https://shop.example').default([]),
    what: 'Sites whose pages may use the keys for pages, separated by commas: https://shop.example, https://*.shop.example. All sites when none is named.',
  },
  adminKeys: {
    variable: 'ONCUE_ADMIN_KEYS',
    schema: names.default([]),
    what: 'Keys that open the admin doors, as KEY or NAME:KEY, separated by commas. Made at the first start when there are none.',
    isSecret: true,
  },
  secret: {
    variable: 'ONCUE_SECRET',
    schema: z.string().min(32).optional(),
    what: 'Signs links in mails; at least 32 characters. Made at the first start when it is not given.',
    isSecret: true,
  },
  tombstoneSecret: {
    variable: 'ONCUE_TOMBSTONE_SECRET',
    schema: z.string().min(32).optional(),
    what: 'Hashes what stays of people who were erased, so that they are not mailed when they are brought back; at least 32 characters. Made when it is not given; never change it.',
    isSecret: true,
  },
  mailUrl: {
    variable: 'ONCUE_MAIL_URL',
    schema: wayUrl(waysOfMail).optional(),
    what: 'Who sends the mails: a sending service as NAME://KEY@host (ses, sendgrid, postmark, mailgun, resend, brevo), or a mail server as smtp://name:password@host:587. Without one, mails stay in the mailbox.',
    isSecret: true,
  },
  smtpUrl: {
    variable: 'ONCUE_SMTP_URL',
    schema: wayUrl(['smtp', 'smtps']).optional(),
    what: 'The mail server, where mailUrl names none: smtp://name:password@host:587.',
    isSecret: true,
  },
  mailFallbackUrl: {
    variable: 'ONCUE_MAIL_FALLBACK_URL',
    schema: wayUrl(waysOfMail).optional(),
    what: 'Who sends the mails while the first way does not answer; written as mailUrl.',
    isSecret: true,
  },
  mailPerSecond: {
    variable: 'ONCUE_MAIL_PER_SECOND',
    schema: z.coerce.number().positive().optional(),
    what: 'Mails that leave each second at most. As many as go, unless it is set.',
  },
  uncheckedDomains: {
    variable: 'ONCUE_UNCHECKED_DOMAINS',
    schema: z.enum(['warn', 'refuse']).default('warn'),
    what: 'Mails from a domain of which SPF, DKIM and DMARC were not checked, or failed: warn sends them and says so at the start; refuse holds them until the check passes, or until they expire.',
  },
  mailAtOnce: {
    variable: 'ONCUE_MAIL_AT_ONCE',
    schema: atOnce.default(10),
    what: 'Mails that are being handed over at a time, each over a connection of its own.',
  },
  smsAtOnce: { variable: 'ONCUE_SMS_AT_ONCE', schema: atOnce.default(20), what: 'Text messages that are being handed over at a time.' },
  webhookPerSecond: {
    variable: 'ONCUE_WEBHOOK_PER_SECOND',
    schema: z.coerce.number().positive().optional(),
    what: 'Webhooks that are called each second at most.',
  },
  webhookAtOnce: { variable: 'ONCUE_WEBHOOK_AT_ONCE', schema: atOnce.default(20), what: 'Webhooks that are being called at a time.' },
  smsPerSecond: { variable: 'ONCUE_SMS_PER_SECOND', schema: z.coerce.number().positive().optional(), what: 'Text messages that leave each second at most.' },
  smsUrl: {
    variable: 'ONCUE_SMS_URL',
    schema: wayUrl(['https', 'http']).optional(),
    what: 'The provider of text messages: https://ACCOUNT:TOKEN@api.twilio.com?from=+15550001111. Without one, they stay in the mailbox.',
    isSecret: true,
  },
  bounceAddress: {
    variable: 'ONCUE_BOUNCE_ADDRESS',
    schema: z.email().optional(),
    what: 'Where mails come back to, such as bounces@bounce.shop.example: each gets an address of its own, bounces+...@bounce.shop.example.',
  },
  bounceListen: {
    variable: 'ONCUE_BOUNCE_LISTEN',
    schema: z
      .string()
      .regex(/^(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/)
      .optional(),
    what: 'Where mails that come back are taken in by SMTP, as host:port, such as 127.0.0.1:2525; needs bounceAddress. Nowhere by default.',
  },
  hooks: {
    variable: 'ONCUE_HOOKS',
    schema: names.default([]),
    what: 'Secrets of who may call, as NAME=SECRET separated by commas: sending services at /hooks/NAME (brevo, mailgun, postmark, resend, sendgrid, ses), and hooks of the workspace at /v1/hooks/NAME.',
    isSecret: true,
  },
  mailbox: {
    variable: 'ONCUE_MAILBOX',
    schema: flag.optional(),
    what: 'Keeps mails in the built-in mailbox instead of sending them. On when there is no mail server.',
  },
  openMailbox: {
    variable: 'ONCUE_OPEN_MAILBOX',
    schema: flag.default(false),
    what: 'Shows the mailbox to other machines too. It has no login: whoever reaches the port reads every mail.',
  },
  webhookSecret: {
    variable: 'ONCUE_WEBHOOK_SECRET',
    schema: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]+=*$/)
      .optional(),
    what: 'Signs webhooks, as Standard Webhooks wants it: whsec_ and base64. Made when it is not given.',
    isSecret: true,
  },
  webhookAllow: {
    variable: 'ONCUE_WEBHOOK_ALLOW',
    schema: names.default([]),
    what: 'Private hosts that webhooks may call all the same, as host or host:port, separated by commas.',
  },
  unknownDeliveries: {
    variable: 'ONCUE_UNKNOWN_DELIVERIES',
    schema: z.enum(['hold', 'resend']).default('hold'),
    what: 'What becomes of a mail whose handing over was cut off by a crash: hold it, or send it again.',
  },
  browserEventsPerSecond: {
    variable: 'ONCUE_BROWSER_EVENTS_PER_SECOND',
    schema: z.coerce.number().int().positive().default(1000),
    what: 'Events that one browser key may send each second; everybody can read such a key, and send with it.',
  },
  eventsPerSecond: {
    variable: 'ONCUE_EVENTS_PER_SECOND',
    schema: z.coerce.number().int().positive().default(50_000),
    what: 'Events that one server key may send each second.',
  },
  alertWebhook: {
    variable: 'ONCUE_ALERT_WEBHOOK',
    schema: z.url({ protocol: /^https?$/ }).optional(),
    what: 'Called, signed, when something is wrong and when it is over, such as https://ops.example/oncue. Private hosts only where webhookAllow names them.',
    isSecret: true,
  },
  alertMail: {
    variable: 'ONCUE_ALERT_MAIL',
    schema: names.refine((to) => to.length <= 20 && to.every((one) => z.email().safeParse(one).success), 'each is a mail address, 20 at most').default([]),
    what: 'Addresses of the team that get a mail when something is wrong and when it is over, separated by commas.',
  },
  logLevel: { variable: 'ONCUE_LOG_LEVEL', schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), what: 'How much is logged.' },
} as const satisfies Record<string, Setting>

type SettingName = keyof typeof settings
export type Configuration = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> }

const settingNames = Object.keys(settings) as readonly SettingName[]
const defaultFile = 'oncue.yaml'

/**
 * Reads `oncue.yaml` (or the file that ONCUE_CONFIG or `file` names) and the environment.
 * Throws an OncueError `configuration-invalid` that names every setting that cannot be used.
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  given: Readonly<Partial<Record<SettingName, unknown>>> = {},
  file?: string,
): Configuration {
  const path = file ?? environment['ONCUE_CONFIG']
  const written = path === undefined && !existsSync(defaultFile) ? {} : readFile(path ?? defaultFile)
  const problems = Object.keys(written)
    .filter((name) => !settingNames.includes(name as SettingName))
    .map((name) => `${name} (in ${path ?? defaultFile}) is not a setting; there are: ${settingNames.join(', ')}`)
  const values: Record<string, unknown> = {}
  const found: Partial<Record<SettingName, Origin>> = {}
  for (const name of settingNames) {
    const { variable, schema } = settings[name]
    const [value, origin] = pick(given[name], environment[variable], written[name], variable)
    found[name] = value === undefined ? 'default' : origin !== '' ? 'environment' : given[name] !== undefined ? 'command' : 'file'
    const result = schema.safeParse(value)
    if (result.success) values[name] = result.data
    else problems.push(`${name}${origin}: ${result.error.issues.map(inWords).join(', ')}. ${settings[name].what}`)
  }
  if (problems.length > 0) throw new OncueError('configuration-invalid', { problems: problems.map((problem) => problem.replace(/\.$/, '')).join('; ') })
  origins.set(values as Configuration, found)
  return values as Configuration
}

/** Without what was written, which may be a secret. What was to become a number by itself and is none arrives here as NaN. */
function inWords(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.expected === 'number' ? 'this is no number' : issue.message
}

/** The same settings with some changed; where the others come from stays known. */
export function withSettings(configuration: Configuration, changes: Partial<Configuration>): Configuration {
  const changed = { ...configuration, ...changes }
  origins.set(changed, origins.get(configuration) ?? {})
  return changed
}

/** Whether somebody has said what it is: in the file, the environment or the command. */
export function isSetByHand(configuration: Configuration, name: SettingName): boolean {
  return (origins.get(configuration)?.[name] ?? 'default') !== 'default'
}

/** Where a setting comes from. */
export type Origin = 'environment' | 'file' | 'command' | 'default'
const origins = new WeakMap<Configuration, Partial<Record<SettingName, Origin>>>()

/** Every setting as the team may see it: its value, or dots, and where it comes from. */
export function listSettings(configuration: Configuration): readonly {
  readonly name: string
  readonly value: string | null
  readonly from: Origin
  readonly variable: string
  readonly what: string
  readonly isSecret: boolean
}[] {
  const known = origins.get(configuration) ?? {}
  return settingNames.map((name) => {
    const setting: Setting = settings[name]
    const value = configuration[name]
    const isSet = value !== undefined && !(Array.isArray(value) && value.length === 0)
    const isSecret = setting.isSecret === true
    return { name, value: isSet ? shown(value, isSecret) : null, from: known[name] ?? 'default', variable: setting.variable, what: setting.what, isSecret }
  })
}

/** Every setting with its value, variable and meaning; secrets as dots. */
export function describeConfiguration(
  configuration: Configuration,
): readonly { readonly name: string; readonly value: string; readonly variable: string; readonly what: string }[] {
  return settingNames.map((name) => {
    const setting: Setting = settings[name]
    return { name, value: shown(configuration[name], setting.isSecret === true), variable: setting.variable, what: setting.what }
  })
}

function pick(given: unknown, environment: string | undefined, written: unknown, variable: string): readonly [unknown, string] {
  if (given !== undefined) return [given, '']
  if (environment !== undefined && environment !== '') return [environment, ` (from ${variable})`]
  return [written, '']
}

function readFile(path: string): Record<string, unknown> {
  try {
    const parsed: unknown = parseSettings(readFileSync(path, 'utf8'))
    if (parsed === null || parsed === undefined) return {}
    if (typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>
    throw new Error('it holds no settings, each as "name: value"')
  } catch (error) {
    throw new OncueError('configuration-invalid', { problems: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` })
  }
}

/** Never says a word of the text itself when it cannot be read: a password may stand in it. */
function parseSettings(text: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [wrong] = document.errors
  if (wrong !== undefined) throw new Error(`${wrong.message.split(':', 1)[0]} (line ${lines.linePos(wrong.pos[0]).line})`)
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    throw new Error('a value begins with *, which YAML takes for a reference; put it in quotes')
  }
}

function shown(value: unknown, isSecret: boolean): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '(not set)'
  if (isSecret) return '••••••••'
  return Array.isArray(value) ? value.join(', ') : String(value)
}

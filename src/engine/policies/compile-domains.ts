// What is declared about sending domains, ready to be asked, with what is wrong with it. A domain of which nothing is said is watched all the same.

import type { Template, Workspace } from '../../model/definitions.ts'
import { durationMs } from '../../model/duration.ts'
import { mistake } from '../../model/mistake.ts'
import { domainOf } from '../../model/sender.ts'
import { type DomainWatch, type SendingDomain, usualVolumes, type WarmUp } from '../../model/sending-domain.ts'
import { occurrencesOf } from '../memories/occurrences.ts'
import type { CompiledDomain, CompiledPolicy, CompiledWarmUp, CompiledWatch } from './compiled-policy.ts'
import type { PolicyContext } from './policy-context.ts'
import { engagedWithinMs } from './sending-domain.ts'

const dayMs = 86_400_000
const longestWindowMs = 30 * dayMs

/** The watch over a domain about which nothing is declared. */
export const usualWatch: CompiledWatch = compileWatch({})

/** The declared domains, and what has to be remembered about people for them. */
export function compileDomains(
  workspace: Workspace,
  senders: readonly Pick<Template, 'from'>[],
  context: PolicyContext,
): Pick<CompiledPolicy, 'domain' | 'domains' | 'engaged'> {
  const { sender, domains = [], zone = 'UTC' } = workspace
  const used = new Set(
    [sender, ...senders.map(({ from }) => from), ...domains.map(({ warmUp }) => warmUp?.beyond)].flatMap((one) => (one ? domainOf(one.address) : [])),
  )
  const compiled = new Map<string, CompiledDomain>()
  for (const [index, one] of domains.entries()) {
    checkDomain(one, { workspace, used, isKnown: compiled.has(one.domain), index }, context)
    compiled.set(one.domain, compileDomain(one, zone))
  }
  const hasWarmUp = domains.some(({ warmUp }) => warmUp !== undefined)
  return { domain: sender && domainOf(sender.address), domains: compiled, engaged: hasWarmUp ? engagementMemories(context) : [] }
}

/** What is declared about one domain; the watch with its defaults when nothing is. */
export function compiledDomain({ domains = [], zone = 'UTC' }: Workspace, domain: string): CompiledDomain {
  const declared = domains.find((one) => one.domain === domain)
  return declared === undefined ? { warmUp: undefined, watch: usualWatch } : compileDomain(declared, zone)
}

function compileDomain({ warmUp, watch = {} }: SendingDomain, zone: string): CompiledDomain {
  return { warmUp: warmUp && compileWarmUp(warmUp, zone), watch: watch === false ? undefined : compileWatch(watch) }
}

function compileWarmUp({ from, volumes, beyond }: WarmUp, zone: string): CompiledWarmUp {
  return { from, firstDay: Date.parse(`${from}T00:00:00Z`) / dayMs, zone, volumes: volumes ?? usualVolumes, beyond }
}

function compileWatch({ within = '1d', atLeast = 100, complaints, bounces, slowBy = 4, resume }: DomainWatch): CompiledWatch {
  return {
    withinMs: durationMs(within),
    withinText: within,
    atLeast,
    complaints: { slow: complaints?.slow ?? 0.1, stop: complaints?.stop ?? 0.3 },
    bounces: { slow: bounces?.slow ?? 2, stop: bounces?.stop ?? 5 },
    slowBy,
    lifts: resume === 'when-clean' ? 'when clean' : 'by hand',
  }
}

/** Who opened or clicked lately goes first. */
function engagementMemories({ memories }: PolicyContext): CompiledPolicy['engaged'] {
  return ['Message Opened', 'Message Clicked'].map((event) =>
    memories.need(
      occurrencesOf({
        event,
        where: { identity: 'engaged by a human', words: ' by a human', passes: ({ by }) => by === 'human' },
        keys: [],
        holds: { kind: 'times' },
        retention: { count: 1, windowMs: engagedWithinMs },
      }),
    ),
  )
}

interface Place {
  readonly workspace: Workspace
  /** Domains that somebody sends from. */
  readonly used: ReadonlySet<string>
  readonly isKnown: boolean
  readonly index: number
}

function checkDomain({ domain, warmUp, watch }: SendingDomain, { workspace, used, isKnown, index }: Place, { problem }: PolicyContext): void {
  const path = ['domains', index]
  const wrong = (message: string, fix: string, ...keys: readonly string[]): void => problem({ code: 'policy.domain', message, fix, path: [...path, ...keys] })
  if (isKnown) wrong(mistake('domain-twice', { domain }), mistake('leave-one'), 'domain')
  if (!used.has(domain))
    wrong(mistake('domain-unused', { domain }), mistake('name-its-sender', { known: [...used].join(', ') || 'no domains so far' }), 'domain')
  const second = warmUp?.beyond && domainOf(warmUp.beyond.address)
  if (second === domain) wrong(mistake('beyond-same-domain', { domain }), mistake('other-domain'), 'warmUp', 'beyond')
  else if (second !== undefined && workspace.domains?.some((one) => one.domain === second && one.warmUp !== undefined)) {
    wrong(mistake('beyond-warms-up', { domain: second }), mistake('known-domain'), 'warmUp', 'beyond')
  }
  const { volumes = [] } = warmUp ?? {}
  if (volumes.some((volume, day) => volume < (volumes[day - 1] ?? 0))) wrong(mistake('volumes-shrink'), mistake('growing-numbers'), 'warmUp', 'volumes')
  if (watch === undefined || watch === false) return
  const compiled = compileWatch(watch)
  if (compiled.withinMs < 3_600_000 || compiled.withinMs > longestWindowMs)
    wrong(mistake('watch-stretch', { within: compiled.withinText }), mistake('hour-to-month'), 'watch', 'within')
  for (const kind of ['complaints', 'bounces'] as const) {
    const { slow, stop } = compiled[kind]
    if (slow > stop) wrong(mistake('stop-before-slow', { max: stop, percent: slow }), mistake('slow-before-stop'), 'watch', kind)
  }
}

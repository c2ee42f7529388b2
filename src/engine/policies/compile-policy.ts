// The workspace's policy, ready to be asked, with what is wrong with it.

import { isChannelTopic } from '../../model/channel-names.ts'
import type { Workspace } from '../../model/definitions.ts'
import { durationMs } from '../../model/duration.ts'
import { mistake } from '../../model/mistake.ts'
import type { Cap, ConsentMode } from '../../model/policy.ts'
import { sentence } from '../../model/sentence.ts'
import { occurrencesOf } from '../memories/occurrences.ts'
import { compileDomains } from './compile-domains.ts'
import type { CompiledCap, CompiledOptIn, CompiledPolicy } from './compiled-policy.ts'
import type { Path, PolicyContext } from './policy-context.ts'
import { compileQuietHours } from './quiet-hours.ts'

export function compilePolicy(workspace: Workspace, context: PolicyContext): CompiledPolicy {
  const { policy = {}, topics = [] } = workspace
  const transactional = new Set(topics.filter((topic) => topic.transactional === true).map(({ topic }) => topic))
  const consentByChannel: Readonly<Record<string, ConsentMode | undefined>> = { sms: 'opt-in', ...policy.channels }
  const asking = new Map(topics.map(({ topic, consent }) => [topic, consent]))
  for (const [index, topic] of (policy.quietHours?.topics ?? []).entries()) checkTopic(workspace, topic, ['policy', 'quietHours', 'topics', index], context)
  if (policy.quietHours !== undefined) checkQuietHours(policy.quietHours, context)
  for (const [index, topic] of topics.entries()) {
    if (isChannelTopic(topic.topic)) {
      const message = mistake('topic-named-as-channel', { topic: topic.topic })
      context.problem({ code: 'policy.channel', message, fix: mistake('another-topic-name'), path: ['topics', index, 'topic'] })
    }
    if (topic.transactional !== true || topic.consent === undefined) continue
    context.problem({
      code: 'policy.transactional',
      message: mistake('consent-of-transactional', { topic: topic.topic }),
      fix: mistake('no-consent-or-transactional'),
      path: ['topics', index, 'consent'],
    })
  }
  return {
    transactional,
    asksYes: (topic) => (asking.get(topic) ?? policy.consent ?? 'opt-in') === 'opt-in',
    tracking: policy.tracking ?? 'opt-in',
    optIn: compileOptIn(workspace, context),
    channelAsksYes: (channel) => (consentByChannel[channel] ?? 'opt-out') === 'opt-in',
    guard: workspace.guard,
    holdoutPercent: policy.holdout ?? 0,
    quietHours: policy.quietHours === undefined ? undefined : compileQuietHours(policy.quietHours),
    caps: (policy.caps ?? []).map((cap, index) => compileCap(cap, { workspace, transactional, path: ['policy', 'caps', index] }, context)),
    ...compileDomains(workspace, context.templates, context),
  }
}

function compileOptIn({ doubleOptIn = {} }: Workspace, { problem, templates }: PolicyContext): CompiledOptIn {
  const { template, expires = '7d', again = '1d' } = doubleOptIn
  if (template !== undefined && !templates.some((one) => one.template === template)) {
    problem({
      code: 'optin.template',
      message: mistake('no-template', { template }),
      fix: mistake('write-or-leave-question'),
      path: ['doubleOptIn', 'template'],
    })
  }
  if (durationMs(expires) < 3_600_000) {
    problem({ code: 'optin.expires', message: mistake('question-too-short'), fix: mistake('question-an-hour'), path: ['doubleOptIn', 'expires'] })
  }
  return { template, expiresMs: durationMs(expires), againMs: durationMs(again) }
}

interface CapPlace {
  readonly workspace: Workspace
  readonly transactional: ReadonlySet<string>
  readonly path: Path
}

function compileCap(cap: Cap, { workspace, transactional, path }: CapPlace, context: PolicyContext): CompiledCap {
  const { max, within, channel = 'email', topic, segment } = cap
  const withinMs = durationMs(within)
  if (withinMs === 0) {
    context.problem({
      code: 'policy.cap',
      message: mistake('cap-within-nothing'),
      fix: mistake('duration-week'),
      path: [...path, 'within'],
    })
  }
  if (topic !== undefined) checkTopic(workspace, topic, [...path, 'topic'], context)
  if (topic !== undefined && transactional.has(topic)) {
    context.problem({
      code: 'policy.cap',
      message: mistake('cap-of-transactional', { topic }),
      fix: mistake('no-cap-or-transactional'),
      path: [...path, 'topic'],
    })
  }
  const memory = context.memories.need(
    occurrencesOf({
      event: 'Message Sent',
      where: {
        identity: `cap ${JSON.stringify([channel, topic ?? null, topic === undefined ? [...transactional].sort() : []])}`,
        words: ` by ${channel}${topic === undefined ? '' : ` on ${topic}`}`,
        passes: (properties) => {
          const about = properties['topic']
          if (properties['channel'] !== channel) return false
          return topic === undefined ? !(typeof about === 'string' && transactional.has(about)) : about === topic
        },
      },
      keys: [],
      holds: { kind: 'times' },
      retention: { count: max, windowMs: withinMs },
    }),
  )
  return {
    max,
    withinMs,
    channel,
    topic,
    segment: segment === undefined ? undefined : context.condition({ segment }, path),
    skips: cap.then === 'skip',
    memory,
    words: sentence('cap', { max, channel, topic, within, segment }),
  }
}

function checkTopic(workspace: Workspace, topic: string, path: Path, context: PolicyContext): void {
  if (workspace.topics === undefined || workspace.topics.some((one) => one.topic === topic)) return
  context.problem({ code: 'policy.topic', message: mistake('no-topic', { topic }), fix: mistake('add-topic-or-use'), path })
}

function checkQuietHours({ from, to, days }: NonNullable<NonNullable<Workspace['policy']>['quietHours']>, context: PolicyContext): void {
  const isWholeDay = from === to
  if (!isWholeDay || (days !== undefined && new Set(days).size < 7)) return
  context.problem({
    code: 'policy.quiet',
    message: mistake('quiet-all-day', { from, to }),
    fix: mistake('two-times-or-days'),
    path: ['policy', 'quietHours', 'to'],
  })
}

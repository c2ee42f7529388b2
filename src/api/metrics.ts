// What the runtime counts and times, for Prometheus. It knows nobody: labels are names from the definitions and fixed words.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../runtime/metrics.ts'

/** The runtime's metrics, with the HTTP server's own and the page that shows all of them. */
export interface PrometheusMetrics extends Metrics {
  /** One request was answered; `route` is the pattern, never the address. */
  requested(request: { readonly method: string; readonly route: string; readonly status: number; readonly durationMs: number }): void
  /** How a way to people stands; `way` is a fixed word. */
  wayStands(way: string, state: 'closed' | 'open' | 'probing'): void
  /** How a channel stands. */
  channelStands(standing: ChannelNumbers): void
  /** How a sending domain stands. */
  domainStands(domain: string, standing: DomainNumbers): void
  readonly contentType: string
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
}

/** What is shown of a channel. */
export interface ChannelNumbers {
  readonly channel: string
  readonly atOnce: number
  readonly underWay: number
  readonly perSecond: number | null
  readonly ways: readonly { readonly name: string; readonly isUsed: boolean }[]
}

/** What is shown of a sending domain. */
export interface DomainNumbers {
  readonly advertising: 'goes' | 'waits' | 'slowed' | 'stopped'
  readonly window: { readonly sent: number; readonly bounced: number; readonly complained: number }
  readonly warmUp: { readonly number: number; readonly sent: number } | null
}

const latencySeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Metrics with a registry of their own, so that several servers in one process do not mix. */
export function createMetrics(): PrometheusMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const decision = new Histogram({
    name: 'oncue_decision_seconds',
    help: 'From the receipt of an event, or from a deadline, to the committed decision.',
    labelNames: ['journey'],
    buckets: latencySeconds,
    registers,
  })
  const lateness = new Histogram({
    name: 'oncue_deadline_lateness_seconds',
    help: 'From the instant of a deadline to its committed decision.',
    buckets: latencySeconds,
    registers,
  })
  const handover = new Histogram({
    name: 'oncue_handover_seconds',
    help: 'From the receipt of an event, or from a deadline, to the message handed over.',
    labelNames: ['journey'],
    buckets: latencySeconds,
    registers,
  })
  const commit = new Histogram({ name: 'oncue_commit_seconds', help: 'Time to decide and commit one group of inputs.', buckets: latencySeconds, registers })
  const inputs = new Counter({ name: 'oncue_inputs_total', help: 'Inputs decided and committed.', registers })
  const events = new Counter({ name: 'oncue_events_total', help: 'Events received, by what became of them.', labelNames: ['outcome'], registers })
  const attempts = new Counter({
    name: 'oncue_attempts_total',
    help: 'Attempts to hand a message over, by what became of them.',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const queue = new Gauge({ name: 'oncue_queue_length', help: 'How many wait at this moment.', labelNames: ['queue'], registers })
  const ways = new Gauge({
    name: 'oncue_way_open',
    help: 'Whether a way out rests because it does not answer: 0 it works, 1 it rests, 0.5 it is being tried again.',
    labelNames: ['way'],
    registers,
  })
  const codes = new Gauge({
    name: 'oncue_codes_left',
    help: 'Free discount codes of a pool when one was last given, counted up to 1,000 or what the pool wants.',
    labelNames: ['pool'],
    registers,
  })
  const channel = {
    messages: new Gauge({
      name: 'oncue_channel_messages',
      help: 'Messages of a channel that are under way, that may be at a time, and that may leave each second (where there is a limit).',
      labelNames: ['channel', 'what'],
      registers,
    }),
    used: new Gauge({ name: 'oncue_way_used', help: 'Whether the next message goes this way: 1 yes, 0 no.', labelNames: ['way'], registers }),
  }
  const domain = {
    advertising: new Gauge({
      name: 'oncue_domain_advertising',
      help: 'What becomes of mails from a domain that advertise: 1 they go, 0.5 they are slowed or wait for the next day of a warm-up, 0 they are stopped.',
      labelNames: ['domain'],
      registers,
    }),
    counted: new Gauge({
      name: 'oncue_domain_mails',
      help: 'Mails from a domain, its hard bounces and its complaints, within the window that is judged.',
      labelNames: ['domain', 'what'],
      registers,
    }),
    warmUp: new Gauge({
      name: 'oncue_domain_warm_up_mails',
      help: 'While a domain is warmed up: the number of the day, and what of it was sent.',
      labelNames: ['domain', 'what'],
      registers,
    }),
  }
  const requests = new Histogram({
    name: 'oncue_http_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: latencySeconds,
    registers,
  })
  // A counter that was never touched is shown as 0, so that a rate can be computed from the first event on.
  for (const outcome of ['accepted', 'duplicate', 'refused']) events.inc({ outcome }, 0)
  for (const name of ['inbox', 'outbox', 'handover']) queue.set({ queue: name }, 0)
  return {
    decided: (journey, delayMs) => decision.observe({ journey }, delayMs / 1000),
    late: (delayMs) => lateness.observe(delayMs / 1000),
    handedOver: (journey, delayMs) => handover.observe({ journey }, delayMs / 1000),
    received: (outcome, count) => events.inc({ outcome }, count),
    attempted: (channel, outcome) => attempts.inc({ channel, outcome }),
    queued: (name, length) => queue.set({ queue: name }, length),
    codesLeft: (pool, left) => codes.set({ pool }, left),
    committed(count, durationMs) {
      inputs.inc(count)
      commit.observe(durationMs / 1000)
    },
    requested: ({ method, route, status, durationMs }) => requests.observe({ method, route, status: String(status) }, durationMs / 1000),
    wayStands: (way, state) => ways.set({ way }, { closed: 0, probing: 0.5, open: 1 }[state]),
    channelStands({ channel: name, atOnce, underWay, perSecond, ways: all }) {
      channel.messages.set({ channel: name, what: 'under way' }, underWay)
      channel.messages.set({ channel: name, what: 'at once' }, atOnce)
      if (perSecond !== null) channel.messages.set({ channel: name, what: 'per second' }, perSecond)
      for (const way of all) channel.used.set({ way: way.name }, way.isUsed ? 1 : 0)
    },
    domainStands(name, { advertising, window, warmUp }) {
      domain.advertising.set({ domain: name }, { goes: 1, waits: 0.5, slowed: 0.5, stopped: 0 }[advertising])
      for (const what of ['sent', 'bounced', 'complained'] as const) domain.counted.set({ domain: name, what }, window[what])
      for (const what of ['number', 'sent'] as const) if (warmUp !== null) domain.warmUp.set({ domain: name, what }, warmUp[what])
      if (warmUp === null) for (const what of ['number', 'sent']) domain.warmUp.remove({ domain: name, what })
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

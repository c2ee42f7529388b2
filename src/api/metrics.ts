// What the runtime counts and times, for Prometheus. It knows nobody: labels are names from the definitions and fixed words.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../runtime/metrics.ts'

/** The runtime's metrics, with the HTTP server's own and the page that shows all of them. */
export interface PrometheusMetrics extends Metrics {
  /** One request was answered; `route` is the pattern, never the address. */
  requested(request: { readonly method: string; readonly route: string; readonly status: number; readonly durationMs: number }): void
  /** How a way to people stands; `way` is a fixed word. */
  wayStands(way: string, state: 'closed' | 'open' | 'probing'): void
  readonly contentType: string
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
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
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

// The other side of every measurement over HTTP, seen from the benchmark: a process of its own that sends events and takes mails in.

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the process can be asked; it does one thing at a time. */
export type LoadJob =
  /** As fast as the connections allow, each with one request under way. One event per request is sent as a single call. */
  | {
      readonly do: 'rush'
      readonly events: number
      readonly eventsPerRequest: number
      readonly connections: number
      readonly people: number
      readonly seed: number
    }
  /** Makes people with addresses, who can be sent a mail. */
  | { readonly do: 'introduce'; readonly from: number; readonly count: number }
  /** At even intervals, whether answers come or not; of `events`, every `everyMail`-th (0: none) makes a mail to the next person from `from` on. */
  | {
      readonly do: 'stream'
      readonly events: number
      readonly perSecond: number
      readonly everyMail: number
      readonly from: number
      readonly people: number
      readonly seed: number
    }

export interface LoadReport {
  readonly events: number
  readonly durationMs: number
  /** Answers other than 200. */
  readonly failures: number
  /** From sending (streams: from the instant at which it should have been sent) to the answer. */
  readonly answersMs: readonly number[]
  /** From the event being sent to the last byte of its mail being at the sink. */
  readonly mailsMs: readonly number[]
}

export type ToLoad = { readonly id: number; readonly port: number; readonly key: string; readonly job: LoadJob }
export type FromLoad =
  | { readonly id: 0; readonly smtpPort: number }
  | { readonly id: number; readonly report: LoadReport }
  | { readonly id: number; readonly error: string }

export interface Load {
  readonly smtpPort: number
  run(server: { readonly port: number; readonly key: string }, job: LoadJob): Promise<LoadReport>
  stop(): Promise<void>
}

/** Starts the process with its sink. */
export function startLoad(): Promise<Load> {
  const child: ChildProcess = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)))
  const waiting = new Map<number, { resolve: (report: LoadReport) => void; reject: (error: Error) => void }>()
  let nextId = 1
  return new Promise((started, failed) => {
    child.once('error', failed)
    child.on('message', (message: FromLoad) => {
      if ('smtpPort' in message) {
        return started({
          smtpPort: message.smtpPort,
          run: ({ port, key }, job) =>
            new Promise((resolve, reject) => {
              const id = nextId
              nextId += 1
              waiting.set(id, { resolve, reject })
              child.send({ id, port, key, job } satisfies ToLoad)
            }),
          stop: () =>
            new Promise((ended) => {
              child.once('exit', () => ended())
              child.kill()
            }),
        })
      }
      const { resolve, reject } = waiting.get(message.id) ?? {}
      waiting.delete(message.id)
      if ('error' in message) reject?.(new Error(message.error))
      else resolve?.(message.report)
    })
  })
}

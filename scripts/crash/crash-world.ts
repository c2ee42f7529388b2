// One workspace that is crashed again and again: its server, its people, its mail server, and the rounds over it. A round lets people shop,
// kills the server, audits what the crash left, starts the server again and repeats what was not acknowledged.

import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { randomFrom } from '../../bench/workload.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { type AuditReport, audit } from './audit.ts'
import { Client } from './client.ts'
import { armKill } from './kill-plan.ts'
import { type Receivers, startReceivers } from './receivers.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { createShoppers } from './shoppers.ts'

export interface RoundReport {
  /** When it was killed, in words. */
  readonly killed: string
  readonly acknowledged: number
  /** Requests that were sent once more. */
  readonly repeated: number
  readonly mails: number
  readonly webhooks: number
  readonly unsubscribes: number
  readonly audit: AuditReport
}

export interface CrashWorld {
  /** Crashes once. Everything is well when the audit has no breaches. */
  round(): Promise<RoundReport>
  /** Lets everything come to rest, stops the server as an operator would, and audits for the last time. */
  finish(): Promise<AuditReport>
  /** Audits what lies on the disk once more; the server must be stopped. */
  auditAgain(): Promise<AuditReport>
  /** What the servers said, for whoever looks into a breach. */
  readonly said: string
  close(): Promise<void>
}

export interface CrashWorldOptions {
  /** An empty folder. */
  readonly folder: string
  readonly seed: number
  readonly clock: Clock
}

const people = 60
const connections = 6
/** Names the mails, so that the audit knows whose they are. */
const secret = 'the-secret-of-the-crash-test-0123456789'
const writeKey = 'crash-write-key'
const restMs = 600_000
const lookAgainMs = 25

/** Makes a workspace in the folder and starts its server. */
export async function startCrashWorld({ folder, seed, clock }: CrashWorldOptions): Promise<CrashWorld> {
  let order = 0
  const nextOrder = (): number => {
    order += 1
    return order
  }
  mkdirSync(folder, { recursive: true })
  const random = randomFrom(seed)
  const receivers = await startReceivers({ random: randomFrom(seed + 1_000_003), clock, nextOrder })
  const shoppers = createShoppers({ random, people, name: `seed-${seed}`, webhookPort: receivers.webhookPort, now: clock.now })
  const client = new Client({ writeKey, random, clock, shoppers, mails: receivers.mails, nextOrder })
  const policy = random() < 0.7 ? 'hold' : 'resend'
  const world = new World({ folder, random, clock, client, receivers, policy })
  await world.start()
  return world
}

interface Parts {
  readonly folder: string
  readonly random: () => number
  readonly clock: Clock
  readonly client: Client
  readonly receivers: Receivers
  readonly policy: 'hold' | 'resend'
}

class World implements CrashWorld {
  readonly #parts: Parts
  readonly #servers: ServerProcess[] = []
  #address = ''
  #restedAt = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get said(): string {
    return this.#servers.map((server) => server.said).join('\n')
  }

  get #server(): ServerProcess {
    const server = this.#servers.at(-1)
    if (server === undefined) throw new Error('there is no server yet')
    return server
  }

  #spawn(): ServerProcess {
    const { folder, receivers, policy } = this.#parts
    const environment = {
      ONCUE_WRITE_KEYS: writeKey,
      ONCUE_SECRET: secret,
      ONCUE_SMTP_URL: `smtp://127.0.0.1:${receivers.smtpPort}`,
      ONCUE_WEBHOOK_ALLOW: `127.0.0.1:${receivers.webhookPort}`,
      ONCUE_UNKNOWN_DELIVERIES: policy,
      ONCUE_LOG_LEVEL: 'warn',
    }
    const server = startServer({ data: folder, definitions: fileURLToPath(new URL('definitions', import.meta.url)), environment })
    this.#servers.push(server)
    return server
  }

  async start(): Promise<void> {
    this.#address = await this.#spawn().address
  }

  /** Now and then it is killed during the start as well, while it settles what the last crash left. */
  async #startAgain(): Promise<string> {
    const { random, clock } = this.#parts
    let words = ''
    if (random() < 0.2) {
      const server = this.#spawn()
      const delayMs = 300 + Math.floor(random() * 1200)
      await new Promise<void>((resolve) => void clock.at(clock.now() + delayMs, resolve))
      await server.kill()
      words = `, and again ${delayMs} ms into the start`
    }
    await this.start()
    return words
  }

  async round(): Promise<RoundReport> {
    const { random, clock, client, receivers } = this.#parts
    const server = this.#server
    let killing: Promise<void> | undefined
    const plan = armKill({ random, clock, client, receivers, kill: () => (killing ??= server.kill()) })
    await Promise.all([client.shop(this.#address, connections, () => server.isGone), plan.moment])
    await killing
    const report = await this.#audit('after crash', clock.now())
    const again = await this.#startAgain()
    if ((await client.repeatOpen(this.#address)) === 'no answer') throw new Error(`the server stopped answering after its restart:\n${this.#server.said}`)
    await client.repeatAcknowledged(this.#address, 10)
    return { killed: `${plan.words}${again}`, ...this.#counts(), audit: report }
  }

  #counts(): Pick<RoundReport, 'acknowledged' | 'repeated' | 'mails' | 'webhooks' | 'unsubscribes'> {
    const { client, receivers } = this.#parts
    const { acknowledged, repeated, unsubscribes } = client
    return { acknowledged: acknowledged.size, repeated, mails: receivers.mails.length, webhooks: receivers.webhooks.size, unsubscribes: unsubscribes.length }
  }

  async finish(): Promise<AuditReport> {
    this.#restedAt = await this.#rest()
    const code = await this.#server.stop()
    const report = await this.auditAgain()
    return code === 0 ? report : { ...report, breaches: [...report.breaches, `the server was asked to stop and ended with code ${code}`] }
  }

  auditAgain(): Promise<AuditReport> {
    return this.#audit('at the end', this.#restedAt)
  }

  /** Waits until nothing is due. The server is looked at from outside, as `oncue messages` would: it must not be told that somebody waits. The instant of rest. */
  async #rest(): Promise<number> {
    const { clock, folder } = this.#parts
    const store = await openSqliteStore({ path: `${folder}/workspace.db`, readOnly: true })
    try {
      const giveUpAt = clock.now() + restMs
      for (;;) {
        const now = clock.now()
        // The deadlines first: what a deadline brings stands among the deliveries from the commit that moves the deadline. Asked the other way round, a
        // deadline that is reached between the two questions would be seen by neither.
        const nextDeadline = (await store.nextDeadline()) ?? Number.POSITIVE_INFINITY
        const isBusy = (await store.dueDeliveries(clock.now(), 1)).length > 0 || (await store.interrupted(1)).length > 0
        // What is still due after so long is said by the audit.
        if ((!isBusy && nextDeadline > now) || now > giveUpAt) return now
        await new Promise<void>((resolve) => void clock.at(now + lookAgainMs, resolve))
      }
    } finally {
      await store.close()
    }
  }

  #audit(when: 'after crash' | 'at the end', now: number): Promise<AuditReport> {
    const { folder, client, receivers, policy } = this.#parts
    return audit({ path: `${folder}/workspace.db`, secret, client, receivers, policy, when, now })
  }

  async close(): Promise<void> {
    await this.#server.kill()
    await this.#parts.receivers.close()
  }
}

// The whole product in the test's own process: a data folder and a definitions folder of its own, started as `oncue start` does, spoken to
// over HTTP. Nothing is replaced. It is stopped when the test is over.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { App } from '../../src/app.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { runApp } from '../../src/run-app.ts'
import type { Delivery } from '../../src/runtime/store.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

export type Settings = Parameters<typeof readConfiguration>[1]

/** A line of /mailbox.json. */
export interface ListedMail {
  readonly key: string
  readonly channel?: 'sms' | 'popup'
  readonly to: string
  readonly subject: string
  readonly at: string
  readonly decidedAt: string
  readonly journey: string
  readonly step: string
  readonly userId: string
  readonly url: string
}

export interface Product {
  readonly data: string
  readonly definitions: string
  readonly app: App
  /** Sends a body and answers with the response. */
  post(path: string, body: JsonObject | string, headers?: Readonly<Record<string, string>>): Promise<Response>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** Tells that somebody did something; throws unless it was accepted. */
  track(userId: string, event: string, properties?: JsonObject, more?: JsonObject): Promise<void>
  identify(userId: string, traits: JsonObject): Promise<void>
  /** What is in the mailbox once nothing is due any more, oldest first. */
  mails(): Promise<readonly ListedMail[]>
  /** Resolves when everything due has been decided and handed over. */
  settle(): Promise<void>
  /** All deliveries, oldest first. */
  deliveries(): Promise<readonly Delivery[]>
  decisions(userId: string): Promise<readonly Decision[]>
  /** Names of everything in the log about somebody, oldest first: by anonymousId (a), or userId (u). */
  trace(id: string, kind?: 'a' | 'u'): Promise<readonly string[]>
  stop(): Promise<void>
  /** Starts again on the same folders. */
  start(settings?: Settings): Promise<void>
}

export const writeKey = 'product-write-key'

/** Definitions for most tests: a mail at once, one after a silence, one on an order that everybody must get. */
export const shop = {
  'workspace.yaml': `
workspace: Shop
sender: { name: Shop, address: hello@shop.example }
address: Shop, 1 Market Street, London
policy: { consent: opt-out }
topics: [{ topic: news }, { topic: reminders }]
`,
  'templates.yaml': `
template: hello
subject: Hello {{ subscriber.first_name }}
html: <p>Hello {{ subscriber.first_name }}. <a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ workspace.address }}</p>
topic: news
---
template: reminder
subject: Your cart {{ trigger.cart_id }}
html: <p>Still there. <a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ workspace.address }}</p>
topic: reminders
`,
  'journeys.yaml': `
journey: welcome
enter: [{ on: Signed Up }]
steps: [{ id: hello, send: hello }]
---
journey: greeting
enter: [{ on: Came By }]
again: always
steps: [{ id: greet, send: hello }]
---
journey: reminder
enter: [{ quiet: 30m, on: [Product Added], unless: [Order Completed] }]
key: properties.cart_id
again: always
exit: [{ event: Order Completed, where: { cart_id: { eq: { ref: trigger.cart_id } } } }]
steps: [{ id: remind, send: reminder }]
`,
}

/** Writes definition files into a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** Starts the product on definition files, by default with the mailbox. */
export async function startProduct(settings: Settings & { files?: Readonly<Record<string, string>> } = {}): Promise<Product> {
  const product = await openProduct(temporaryFolder(), settings)
  onTestFinished(() => product.stop())
  return product
}

/** The same in a folder of the caller's, who stops it. */
export async function openProduct(
  folder: string,
  { files = shop, ...settings }: Settings & { files?: Readonly<Record<string, string>> } = {},
): Promise<Product> {
  const definitions = join(folder, 'definitions')
  writeFiles(definitions, files)
  const product = new RunningProduct(join(folder, 'data'), definitions, settings)
  await product.start()
  return product
}

class RunningProduct implements Product {
  readonly data: string
  readonly definitions: string
  readonly #settings: Settings
  #app: App | undefined

  constructor(data: string, definitions: string, settings: Settings) {
    this.data = data
    this.definitions = definitions
    this.#settings = settings
  }

  get app(): App {
    if (this.#app === undefined) throw new Error('the product was stopped')
    return this.#app
  }

  async start(settings: Settings = {}): Promise<void> {
    const { data, definitions } = this
    const given = { data, definitions, port: 0, demo: false, writeKeys: [writeKey], logLevel: 'silent', ...this.#settings, ...settings }
    this.#app = await runApp(readConfiguration({}, given), (error) => {
      throw error
    })
  }

  async stop(): Promise<void> {
    const app = this.#app
    this.#app = undefined
    await app?.stop()
  }

  post(path: string, body: JsonObject | string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json'
    const own = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': type }
    return fetch(`${this.app.address}${path}`, { method: 'POST', body: text, headers: { ...own, ...headers } })
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.app.address}${path}`, { headers })
  }

  async track(userId: string, event: string, properties: JsonObject = {}, more: JsonObject = {}): Promise<void> {
    const response = await this.post('/v1/track', { userId, event, properties, ...more })
    if (!response.ok) throw new Error(`${event} was answered ${response.status}: ${await response.text()}`)
  }

  async identify(userId: string, traits: JsonObject): Promise<void> {
    const response = await this.post('/v1/identify', { userId, traits })
    if (!response.ok) throw new Error(`identify was answered ${response.status}: ${await response.text()}`)
  }

  async mails(): Promise<readonly ListedMail[]> {
    await this.settle()
    const { mails } = (await (await this.get('/mailbox.json?limit=1000')).json()) as { mails: ListedMail[] }
    return mails.reverse()
  }

  settle(): Promise<void> {
    return this.app.runtime.settle()
  }

  async deliveries(): Promise<readonly Delivery[]> {
    const store = await this.#views()
    const deliveries = await store.messages({ limit: 10_000 })
    await store.close()
    return deliveries.toReversed()
  }

  async decisions(userId: string): Promise<readonly Decision[]> {
    const store = await this.#views()
    const [number = 0] = await store.resolve([`u:${userId}`])
    const decisions = await store.decisions(number, 10_000)
    await store.close()
    return decisions
  }

  async trace(id: string, kind: 'a' | 'u' = 'a'): Promise<readonly string[]> {
    const store = await this.#views()
    const [number = 0] = await store.resolve([`${kind}:${id}`])
    const [stored] = await store.load([number])
    const history = stored === undefined ? [] : await store.history(stored.head, 10_000)
    await store.close()
    return history.toReversed().map(({ name }) => name)
  }

  #views() {
    return openSqliteStore({ path: join(this.data, 'workspace.db'), readOnly: true })
  }
}

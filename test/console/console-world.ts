// What tests of the console stand on: one real server with a workspace, one Chromium, somebody of the team who has signed in. Whatever a page says on
// its console, and every request to elsewhere, is noted and makes the test fail. It waits for what is seen and never for time.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import { buildConsole } from '../../src/console/built-console.ts'
import { axeFindings } from '../accessibility.ts'
import { launchBrowser } from '../browser.ts'
import { openProduct, type Product, type Settings } from '../product/product.ts'
import { slowDown } from './delays.ts'

export const adminKey = 'ak_console_test'
export const password = 'correct horse battery'
/** Where whoever looks at a page is: the day there may be another than in the test's own process. */
export const readersZone = 'Europe/Berlin'
export type Role = 'viewer' | 'sender' | 'editor' | 'owner'

export interface ConsoleWorld {
  readonly product: Product
  readonly address: string
  readonly browser: Browser
  /** A page of somebody of that role who has signed in: "owner" and so on is also their name. Opens /console/ and what follows it. */
  page(path?: string, look?: Look): Promise<Page>
  /** A page of whoever comes. */
  stranger(path?: string, look?: Look): Promise<Page>
  /** Asks at an admin door with the key of an owner; throws unless it is answered well. */
  api(method: string, path: string, body?: unknown): Promise<unknown>
  /** Puts a picture of the page into the folder that ONCUE_SCREENSHOTS names; nothing without it. */
  picture(page: Page, name: string): Promise<void>
  close(): Promise<void>
}

export interface Look {
  readonly role?: Role
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  readonly language?: 'en' | 'de' | 'ru'
}

/** Opens everything: in beforeAll, closed in afterAll. `files` are the definitions, by default the small shop of test/product. */
export async function openConsoleWorld(
  settings: Settings & { readonly files?: Readonly<Record<string, string>>; readonly isFresh?: true } = {},
): Promise<ConsoleWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-console-'))
  await buildConsole()
  const product = await openProduct(folder, { adminKeys: [adminKey], ...settings })
  const browser = await launchBrowser()
  const world = new OpenWorld(product, browser, folder)
  if (settings.isFresh !== true) await world.session('owner')
  return world
}

/** No serious or critical finding of axe on the page as it stands. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  expect(await axeFindings(page, 'serious')).toEqual([])
}

/** Nothing of the page is wider than its window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
}

class OpenWorld implements ConsoleWorld {
  readonly product: Product
  readonly browser: Browser
  readonly #folder: string
  /** What pages complained about. */
  readonly #alarms: string[] = []
  readonly #cookies = new Map<Role, string>()

  constructor(product: Product, browser: Browser, folder: string) {
    this.product = product
    this.browser = browser
    this.#folder = folder
  }

  get address(): string {
    return this.product.app.address
  }

  async page(path = '/console/', look: Look = {}): Promise<Page> {
    const context = await this.#context(look)
    await context.addCookies([
      { name: 'oncue_session', value: await this.session(look.role ?? 'owner'), url: this.address, httpOnly: true, sameSite: 'Strict' },
    ])
    return this.#open(context, path)
  }

  async stranger(path = '/console/', look: Look = {}): Promise<Page> {
    return this.#open(await this.#context(look), path)
  }

  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const response = await fetch(`${this.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  async picture(page: Page, name: string): Promise<void> {
    const folder = process.env.ONCUE_SCREENSHOTS
    if (folder === undefined) return
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${name}.png`) })
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.product.stop()
    rmSync(this.#folder, { recursive: true, force: true })
    expect(this.#alarms).toEqual([])
  }

  async #context(look: Look): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
      colorScheme: look.dark === true ? 'dark' : 'light',
      locale: look.language ?? 'en',
      timezoneId: readersZone,
      reducedMotion: 'reduce',
    })
    await slowDown(context)
    return context
  }

  async #open(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage()
    // To try a journey or to say what publishing would mean begins threads and checks everything: a minute and more where ten others are at work.
    page.setDefaultTimeout(120_000)
    page.on('close', () => void context.close().catch(() => undefined))
    page.on('pageerror', (error) => this.#alarms.push(`${page.url()}: error ${error.message}`))
    page.on('console', (message) => {
      // A browser says of every answer that is a problem that loading failed; the page shows the problem itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.#alarms.push(`${page.url()}: ${message.text()}`)
    })
    // What the server did not expect itself is never what a test is about, and a page may show it too briefly to be seen.
    page.on('response', (response) => {
      if (response.status() === 500) this.#alarms.push(`${page.url()}: ${response.request().method()} ${response.url()} was answered 500`)
    })
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(this.address) && !/^(?:data|blob|about):/.test(url)) this.#alarms.push(`request ${url}`)
    })
    // What a test waited for in vain is not in the page; what is, says why.
    if (expect.getState().currentTestName !== undefined) {
      onTestFailed(async () => {
        const shown = await page
          .locator('body')
          .ariaSnapshot({ timeout: 10_000 })
          .catch((error: unknown) => String(error))
        process.stderr.write(`${page.url()} showed:\n${shown.slice(Math.max(0, shown.indexOf('\n- main')))}\n`)
      })
    }
    await page.goto(`${this.address}${path}`)
    return page
  }

  /** What the browser of somebody of that role shows; the first time they are made and sign in. */
  async session(role: Role): Promise<string> {
    const known = this.#cookies.get(role)
    if (known !== undefined) return known
    await this.api('POST', '/admins', { name: role, role, password })
    const signedIn = await fetch(`${this.address}/admin/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-oncue-page': '1' },
      body: JSON.stringify({ name: role, password }),
    })
    const cookie = /oncue_session=([^;]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1]
    if (cookie === undefined) throw new Error(`${role} could not sign in: ${await signedIn.text()}`)
    this.#cookies.set(role, cookie)
    return cookie
  }
}

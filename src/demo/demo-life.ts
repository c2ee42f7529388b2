// The life of a demo: filling it with made-up people in a thread beside the server, and ending it for a site of one's own. Either way the server changes over to other files in one
// restart; what people of the team know each other by (accounts, keys) stays, and of a filled demo the drafts. It never touches a workspace that people live in.

import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { DemoDoor, DemoFilling } from '../api/admin/admin-route.ts'
import type { DefinitionsInUse } from '../definitions-folder/definitions-in-use.ts'
import { makeOwnSite, type OwnSite } from '../definitions-folder/own-site.ts'
import { mistake } from '../model/mistake.ts'
import { threadMemory } from '../runtime/thread-memory.ts'
import type { Configuration } from '../settings/configuration.ts'
import { dataFolder } from '../settings/data-folder.ts'
import { carryDrafts } from '../stores/sqlite/carry-drafts.ts'
import type { DemoPlan, DemoProgress } from './build-demo.ts'

export interface DemoLifeOptions {
  readonly configuration: Configuration
  readonly of: DefinitionsInUse['of']
  /** Closes everything, does the work, and starts again. */
  readonly restart: (work: () => void) => void
  /** What the machine's clock says. */
  readonly now: () => number
  readonly base: () => string
  /** What links in mails are signed with. */
  readonly secret: string
  /** Makes another one for the next start. */
  readonly renewSecret: () => void
}

/** What holds people and their mails; accounts, keys and secrets are no part of it. */
const dataFiles = /^(?:(?:workspace|mailbox|popups|numbers)\.db|imports$)/

/** The door of a demo that runs. Closing it gives up what is being filled. */
export function demoLife({ configuration, of, restart, now, base, secret, renewSecret }: DemoLifeOptions): DemoDoor & { close(): Promise<void> } {
  const { data } = configuration
  const folder = join(data, 'demo-filling')
  let filling: DemoFilling = { state: 'none', part: 0, people: 0, events: 0, mails: 0, problem: null }
  let worker: Worker | undefined
  const begin = ({ people, days }: { readonly people: number; readonly days: number }): void => {
    const plan: DemoPlan = { folder, definitions: configuration.definitions, people, days, now: now(), seed: 1, base: base(), secret }
    filling = { state: 'filling', part: 0, people, events: 0, mails: 0, problem: null }
    const started = new Worker(new URL('./build-demo.ts', import.meta.url), {
      workerData: { builds: 'demo', plan },
      name: 'demo',
      resourceLimits: threadMemory,
    })
    worker = started
    const fail = (problem: string): void => {
      if (filling.state === 'filling') filling = { ...filling, state: 'failed', problem }
    }
    started.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
    started.on('exit', (code) => fail(`its thread ended with code ${code}`))
    started.on('message', ({ progress, result, failure }: { progress?: DemoProgress; result?: DemoProgress; failure?: string }) => {
      if (progress !== undefined) filling = { ...filling, ...progress }
      if (failure !== undefined) fail(failure)
      if (result === undefined) return
      filling = { ...filling, ...result, state: 'changing over' }
      void started.terminate()
      restart(() => changeOver(folder, data))
    })
  }
  return {
    filling: () => filling,
    fill(size) {
      if (filling.state === 'none' || filling.state === 'failed') begin(size)
    },
    whyNotOwn: () => (of === 'example' && configuration.demo !== true ? undefined : mistake('demo-by-settings')),
    beginOwn: (site: OwnSite) =>
      restart(() => {
        forget(data)
        // What was tried in the demo is not done on a site of one's own.
        rmSync(join(data, 'first-steps.json'), { force: true })
        // Numbers of people begin anew: a link in a mail of the demo would be that of somebody else.
        renewSecret()
        makeOwnSite(configuration, site)
      }),
    async close() {
      if (filling.state !== 'filling') return
      filling = { ...filling, state: 'none' }
      await worker?.terminate()
    },
  }
}

function changeOver(from: string, data: string): void {
  carryDrafts({ from: dataFolder({ data }).store, to: dataFolder({ data: from }).store })
  forget(data)
  for (const name of readdirSync(from)) if (!name.endsWith('-lock')) cpSync(join(from, name), join(data, name))
  rmSync(from, { recursive: true, force: true })
}

function forget(data: string): void {
  for (const name of readdirSync(data)) if (dataFiles.test(name)) rmSync(join(data, name), { recursive: true, force: true })
}

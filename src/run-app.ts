// A server that can be closed, changed in what it stands on, and started again in the same process and at the same port: to change over to the data of a full demo, or to begin with an
// own site. Whoever waits for an answer gets it first; browsers see a moment without a server.

import { type App, startApp } from './app.ts'
import type { ServerLife } from './server-life.ts'
import { type Configuration, withSettings } from './settings/configuration.ts'

/** Starts a server that may be started again. `onFailure` is told when it could not be; nothing runs then. */
export async function runApp(configuration: Configuration, onFailure: (error: unknown) => void): Promise<App> {
  let isStopping = false
  let turn: Promise<unknown> = Promise.resolve()
  const life: ServerLife = {
    kept: {},
    restart(work) {
      turn = turn
        .then(async () => {
          if (isStopping) return
          const port = Number(new URL(current.address).port)
          await current.stop()
          work()
          if (!isStopping) current = await startApp(withSettings(configuration, { port }), life)
        })
        .catch(onFailure)
    },
  }
  let current = await startApp(configuration, life)
  return {
    get setupLink() {
      return current.setupLink
    },
    get address() {
      return current.address
    },
    get writeKey() {
      return current.writeKey
    },
    get workspace() {
      return current.workspace
    },
    get hasMailbox() {
      return current.hasMailbox
    },
    get isDemo() {
      return current.isDemo
    },
    get isCopy() {
      return current.isCopy
    },
    get definitions() {
      return current.definitions
    },
    get runtime() {
      return current.runtime
    },
    prepareConsole: () => current.prepareConsole(),
    async stop() {
      isStopping = true
      await turn
      await current.stop()
    },
  }
}

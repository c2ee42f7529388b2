// The real server as people start it, in a process of its own that can be killed at any instant. It is told everything by its environment
// and reads nothing of whoever runs the test.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface ServerOptions {
  readonly data: string
  readonly definitions: string
  readonly environment: Readonly<Record<string, string>>
}

export interface ServerProcess {
  /** Where it listens; rejects when the process ends before it does. */
  readonly address: Promise<string>
  /** True from the moment it was killed or ended by itself. */
  readonly isGone: boolean
  /** Kills it without warning, at once; resolves when nothing of it is left. */
  kill(): Promise<void>
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>
  /** Everything that it wrote, its log included. */
  readonly said: string
  /** Resolves when it writes this after the call; rejects when it ends before. */
  waitFor(text: string): Promise<void>
}

const command = fileURLToPath(new URL('../../bin/oncue.mjs', import.meta.url))

/** Starts `oncue start` on a free port. */
export function startServer({ data, definitions, environment }: ServerOptions): ServerProcess {
  const child = spawn(process.execPath, [command, 'start'], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ONCUE_DATA: data,
      ONCUE_DEFINITIONS: definitions,
      ONCUE_DEMO: 'false',
      PORT: '0',
      ...environment,
    },
  })
  // Nobody is left behind when the test itself ends early.
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  let said = ''
  let isGone = false
  const listeners = new Set<() => void>()
  const keep = (text: string): void => {
    said += text
    for (const listener of listeners) listener()
  }
  child.stderr.on('data', (chunk: Buffer) => keep(chunk.toString()))
  const closed = once(child, 'close').then(([code]) => {
    isGone = true
    process.removeListener('exit', end)
    return code as number | null
  })
  const address = addressOf(child, keep)
  void closed.then((code) => address.reject(new Error(`the server ended with code ${code} before it listened: ${said}`)))
  // Who kills it during its start does not wait for its address.
  address.promise.catch(() => undefined)
  return {
    address: address.promise,
    get isGone() {
      return isGone
    },
    get said() {
      return said
    },
    waitFor(text) {
      const from = said.length
      return new Promise((resolve, reject) => {
        const listener = (): void => {
          if (!said.includes(text, from)) return
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
        void closed.then(() => reject(new Error(`the server ended before it said "${text}": ${said.slice(from)}`)))
      })
    },
    async kill() {
      isGone = true
      child.kill('SIGKILL')
      await closed
    },
    async stop() {
      child.kill('SIGTERM')
      return closed
    },
  }
}

function addressOf(child: ChildProcess, keep: (text: string) => void): PromiseWithResolvers<string> {
  const address = Promise.withResolvers<string>()
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    keep(chunk.toString())
    printed += chunk.toString()
    const found = /^Oncue runs .* at (http:\/\/\S+)$/m.exec(printed)
    if (found?.[1] !== undefined) address.resolve(found[1])
  })
  return address
}

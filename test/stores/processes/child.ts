// Starts a process for a test and listens to its lines. The process is killed when the test is over.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Child {
  readonly process: ChildProcess
  /** The next line that the process says. */
  line(): Promise<string>
  /** Kills without warning; resolves with every line said and not yet read, once the process is gone. */
  kill(): Promise<readonly string[]>
}

/** Starts the process that commits to the store at a path. */
export function startCommitting(...parameters: readonly (string | number)[]): Child {
  const script = fileURLToPath(new URL('committing.ts', import.meta.url))
  const child = spawn(process.execPath, [script, ...parameters.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const gone = once(child, 'close')
  const kill = async (): Promise<readonly string[]> => {
    child.kill('SIGKILL')
    await gone
    const rest: string[] = []
    for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value)
    return rest
  }
  const line = async (): Promise<string> => {
    const next = await lines.next()
    if (next.done) throw new Error('The process ended before it said anything more.')
    return next.value
  }
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  return { process: child, line, kill }
}

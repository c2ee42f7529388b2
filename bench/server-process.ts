// The real server, as `oncue start` runs it, in a process of its own: started, asked for its metrics and its use of the machine, stopped.

import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Workspace } from './preloaded.ts'

export interface ServerProcess {
  readonly port: number
  readonly key: string
  readonly adminKey: string
  /** Milliseconds of processor time so far, all threads; NaN where the system does not tell. */
  cpuMs(): number
  /** Resident MiB now, and the most so far. */
  resident(): { readonly nowMiB: number; readonly mostMiB: number }
  /** The sum of a metric over its labels. */
  metric(name: string): Promise<number>
  stop(): Promise<void>
}

const key = 'bench-write-key'
const adminKey = 'bench-admin-key'
const command = fileURLToPath(new URL('../bin/oncue.mjs', import.meta.url))
const clockTicksPerSecond = 100
/** For a start and for a stop. */
const patienceMs = 45_000

/** Starts the server on a free port; its mails go to the sink. ONCUE_BENCH_PROFILE names a folder for a processor profile of each of its threads. */
export async function startServer(workspace: Pick<Workspace, 'definitions' | 'data'>, smtpPort: number): Promise<ServerProcess> {
  const profile = process.env['ONCUE_BENCH_PROFILE']
  const nodeOptions = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawn(process.execPath, [...nodeOptions, command, 'start'], {
    cwd: workspace.data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ONCUE_DEFINITIONS: workspace.definitions,
      ONCUE_DATA: workspace.data,
      ONCUE_WRITE_KEYS: key,
      ONCUE_ADMIN_KEYS: adminKey,
      ONCUE_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      ONCUE_EVENTS_PER_SECOND: '1000000',
      ONCUE_LOG_LEVEL: 'error',
      ONCUE_DEMO: 'false',
      PORT: '0',
    },
  })
  const port = await portOf(child)
  const pid = child.pid as number
  return {
    port,
    key,
    adminKey,
    cpuMs: () => cpuMsOf(pid),
    resident: () => ({ nowMiB: statusMiB(pid, 'VmRSS'), mostMiB: statusMiB(pid, 'VmHWM') }),
    metric: (name) => readMetric(port, name),
    stop: () => stopped(child),
  }
}

/** Asks it to stop, and makes it when it does not. */
function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const giveUp = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.once('exit', () => {
      clearTimeout(giveUp)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    const giveUp = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the server was not up within ${patienceMs} ms: ${said}`))
    }, patienceMs)
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)
      if (found === null) return
      clearTimeout(giveUp)
      resolve(Number(found[1]))
    })
    child.once('exit', (code) => {
      clearTimeout(giveUp)
      reject(new Error(`the server ended with code ${code}: ${said}`))
    })
  })
}

/** User and system time of a process, from the system's own account. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / clockTicksPerSecond
  } catch {
    return Number.NaN
  }
}

function statusMiB(pid: number, field: string): number {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Number(found?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

async function readMetric(port: number, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  let sum = 0
  for (const line of text.split('\n')) if (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) sum += Number(line.slice(line.lastIndexOf(' ')))
  return sum
}

// Asks the admin doors: those of the running server; when none runs on this machine, the same doors on the workspace itself, as its only
// writer. What is refused, and why nothing can be reached, becomes one clear line.

import { knownAdminKey } from '../access/secrets.ts'
import { isOncueError } from '../model/errors.ts'
import { type Configuration, readConfiguration } from '../settings/configuration.ts'
import { addressOfServer } from '../settings/running-server.ts'
import { CommandFailure } from './command-failure.ts'
import type { Method, Shell } from './shell.ts'

/** The flags of commands that ask an admin door. */
export const adminFlags = {
  server: {
    type: 'string',
    description: 'The server (that of the data folder, else http://127.0.0.1 and PORT; without one, the workspace itself)',
    valueHint: 'address',
  },
  key: { type: 'string', description: 'An admin key (ONCUE_ADMIN_KEY, or that of the data folder)', valueHint: 'key' },
} as const

export interface AdminDoor {
  readonly shell: Pick<Shell, 'environment' | 'openOffline'>
  readonly configuration: Configuration
  readonly server: string | undefined
  readonly key: string | undefined
}

/** The door that the flags of a command name. */
export function doorOf(
  shell: Shell,
  flags: { readonly data?: string | undefined; readonly server?: string | undefined; readonly key?: string | undefined },
): AdminDoor {
  const { data, server, key } = flags
  return { shell, configuration: readConfiguration(shell.environment, data === undefined ? {} : { data }), server, key }
}

export interface Asked {
  readonly method: Method
  /** With its query. */
  readonly path: string
  readonly body?: object
}

/** Posts a body to an admin door and gives back what it answered. */
export async function askAdmin<Result>(door: AdminDoor, path: string, body: object): Promise<Result> {
  return askAdminFor<Result>(door, { method: 'POST', path, body })
}

/** Asks an admin door and gives back the JSON that it answered; undefined when it answered without a body. */
export async function askAdminFor<Result>(door: AdminDoor, asked: Asked): Promise<Result> {
  let text = ''
  await streamAdmin(door, asked, (piece) => {
    text += piece
  })
  return (text === '' ? undefined : JSON.parse(text)) as Result
}

/** Asks the running server alone; undefined when none answers, or when it does not let us in. */
export async function askRunning<Result>(door: AdminDoor, path: string): Promise<Result | undefined> {
  const answer = await askServer(door, { method: 'GET', path }).catch(() => undefined)
  if (answer === undefined) return undefined
  let text = ''
  for await (const piece of answer.text) text += piece
  return answer.status === 200 ? (JSON.parse(text) as Result) : undefined
}

/** Asks an admin door and hands on what it answers as it comes. */
export async function streamAdmin(door: AdminDoor, asked: Asked, take: (piece: string) => void | Promise<void>): Promise<void> {
  const answer = (await askServer(door, asked)) ?? (await askWorkspace(door, asked))
  try {
    if (answer.status >= 200 && answer.status < 300) {
      for await (const piece of answer.text) await take(piece)
      return
    }
    let text = ''
    for await (const piece of answer.text) text += piece
    throw new CommandFailure(`${answer.who} answered ${answer.status}: ${detailOf(text)}`, answer.status === 401 ? keyOfAnother(door) : {})
  } finally {
    await answer.close()
  }
}

export interface AdminSession {
  ask<Result>(asked: Asked): Promise<Result>
  close(): Promise<void>
}

/** For many questions in a row: when no server runs, the workspace is opened once for all of them. */
export async function openAdmin(door: AdminDoor): Promise<AdminSession> {
  if (door.server !== undefined || (await answers(serverOf(door)))) return { ask: (asked) => askAdminFor(door, asked), close: async () => {} }
  const offline = await openWorkspace(door)
  return {
    async ask<Result>({ method, path, body }: Asked) {
      const headers = { authorization: `Bearer ${offline.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      const answer = await offline.ask({ method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      let text = ''
      for await (const piece of answer.text) text += piece
      if (answer.status < 200 || answer.status >= 300) throw new CommandFailure(`the workspace answered ${answer.status}: ${detailOf(text)}`)
      return (text === '' ? undefined : JSON.parse(text)) as Result
    },
    close: () => offline.close(),
  }
}

/** Whether a server listens there. */
export async function answers(address: string): Promise<boolean> {
  try {
    await (await fetch(`${address}/livez`)).body?.cancel()
    return true
  } catch {
    return false
  }
}

interface Answer {
  readonly who: string
  readonly status: number
  readonly text: AsyncIterable<string>
  readonly close: () => Promise<void>
}

/** Undefined when no server listens where one would on this machine. */
async function askServer(door: AdminDoor, { method, path, body }: Asked): Promise<Answer | undefined> {
  const key = door.key ?? door.shell.environment['ONCUE_ADMIN_KEY'] ?? knownAdminKey(door.configuration)
  const address = serverOf(door)
  if (key === undefined && door.server !== undefined) throw noKey()
  let response: Response
  try {
    const headers = { authorization: `Bearer ${key ?? ''}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    response = await fetch(`${address}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  } catch {
    if (door.server === undefined) return undefined
    throw new CommandFailure(`no server answers at ${address}`, { fix: 'start it with `oncue start`, or name it with --server' })
  }
  if (key === undefined) throw noKey()
  return { who: 'the server', status: response.status, text: textOf(response), close: async () => {} }
}

async function askWorkspace(door: AdminDoor, { method, path, body }: Asked): Promise<Answer> {
  const offline = await openWorkspace(door)
  const headers = { authorization: `Bearer ${offline.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const answer = await offline.ask({ method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { who: 'the workspace', ...answer, close: () => offline.close() }
}

/** The workspace itself, when no server answers. */
export async function openWorkspace({ shell, configuration, server }: Pick<AdminDoor, 'shell' | 'configuration' | 'server'>): ReturnType<Shell['openOffline']> {
  const address = serverOf({ configuration, server })
  try {
    return await shell.openOffline(configuration)
  } catch (error) {
    if (isOncueError(error, 'store-locked')) {
      throw new CommandFailure(`no server answers at ${address}, but the workspace is in use by ${error.details.holder}`, {
        fix: 'name the server with --server',
      })
    }
    if (!isOncueError(error, 'store-missing')) throw error
    throw new CommandFailure(`no server answers at ${address}, and there is no workspace in ${configuration.data}`, {
      fix: 'start one with `oncue start`, or name it with --server or --data',
    })
  }
}

/** The address of the server that is asked. */
export function serverOf({ configuration, server }: Pick<AdminDoor, 'configuration' | 'server'>): string {
  return (server ?? addressOfServer(configuration)).replace(/\/$/, '')
}

function noKey(): CommandFailure {
  return new CommandFailure('there is no admin key', { fix: 'give one with --key or ONCUE_ADMIN_KEY' })
}

async function* textOf(response: Response): AsyncIterable<string> {
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? []) yield decoder.decode(bytes as Uint8Array, { stream: true })
  yield decoder.decode()
}

/** A server beside the workspace of the data folder is often that of another one: it does not know the key that lies there. */
function keyOfAnother({ key, shell, configuration }: AdminDoor): { readonly fix?: string } {
  if (key !== undefined || shell.environment['ONCUE_ADMIN_KEY'] !== undefined) return {}
  return { fix: `it was asked with the key of ${configuration.data}; name the data folder of that server with --data or ONCUE_DATA, or its key with --key` }
}

interface ProblemBody {
  readonly detail?: string
  readonly title?: string
  readonly errors?: readonly { readonly place: string; readonly detail: string }[]
}

function detailOf(text: string): string {
  try {
    const { detail, title, errors = [] } = JSON.parse(text) as ProblemBody
    const said = detail ?? title ?? text
    // What is wrong with a body stands in its detail already; what is wrong with files does not.
    const more = errors.filter(({ detail: what }) => !said.includes(what))
    return [said, more.map(({ place, detail: what }) => `${place} ${what}`).join('; ')].join(' ').trim()
  } catch {
    return text.slice(0, 200)
  }
}

// The one way to the server: asks at a door of the admin API, typed by the OpenAPI document, and answers with what came or throws a Problem.
// It keeps nothing; use-ask.ts keeps answers for pages.

import { forgetEarly, takeEarly } from './asked-early.ts'
import { isOfProxy, noteAway } from './connection.ts'
import { type Doors, readingDoors } from './doors.ts'
import { Problem, unreachable } from './problem.ts'

export type DoorName = keyof Doors
export type AnswerOf<Name extends DoorName> = Doors[Name]['answer']

type Part<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [key in Key]?: undefined }
  : [Record<never, never>] extends [Value]
    ? { readonly [key in Key]?: Value }
    : { readonly [key in Key]: Value }
/** What a door takes: params, query, body, and a signal to give up. */
export type InputOf<Name extends DoorName> = Part<'params', Doors[Name]['params']> &
  Part<'query', Doors[Name]['query']> &
  Part<'body', Doors[Name]['body']> & { readonly signal?: AbortSignal }
/** The input, which may be left out when every part of it may. */
export type Asked<Name extends DoorName> = [Record<never, never>] extends [InputOf<Name>] ? [input?: InputOf<Name>] : [input: InputOf<Name>]

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly signal?: AbortSignal
}

const below = '/admin/v1'
let onSignedOut = (): void => {}
let onNamed = (_build: string): void => {}

/** Says what happens when the session has ended. */
export function whenSignedOut(work: () => void): void {
  onSignedOut = work
}

/** Is told with each answer which console the server has. */
export function whenConsoleIsNamed(work: (build: string) => void): void {
  onNamed = work
}

/** Changes that are under way, by what they ask for. */
const changing = new Map<string, Promise<unknown>>()

/**
 * Asks at a door: await ask('GET /journeys/{journey}/statistics', { params: { journey } }). Throws a Problem. A change that is asked for again while it
 * is under way, as by a button pressed twice, is made once, and both have its answer.
 */
export function ask<Name extends DoorName>(door: Name, ...given: Asked<Name>): Promise<AnswerOf<Name>> {
  const input = inputOf(given)
  if (isReading(door) || input.signal !== undefined) return exchangeAt(door, input)
  const what = JSON.stringify([door, input])
  const known = changing.get(what)
  if (known !== undefined) return known as Promise<AnswerOf<Name>>
  const change = exchangeAt(door, input).finally(() => changing.delete(what))
  changing.set(what, change)
  return change
}

async function exchangeAt<Name extends DoorName>(door: Name, input: AnyInput): Promise<AnswerOf<Name>> {
  return answerOf(await send(door, input))
}

interface Reply {
  readonly status: number
  readonly ok: boolean
  readonly text: string
}

function answerOf<Name extends DoorName>({ status, ok, text }: Reply): AnswerOf<Name> {
  if (status === 204) return undefined as AnswerOf<Name>
  const body = parsed(text)
  if (ok && body !== undefined) return body as AnswerOf<Name>
  // Something between here and the server answered for it.
  if (ok) throw away()
  const problem = isOfProxy(status, (body as { type?: unknown } | undefined)?.type) ? away() : new Problem(status, (body ?? {}) as Record<string, unknown>)
  if (problem.code === 'admin-unauthorized') onSignedOut()
  throw problem
}

function parsed(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sends bytes as they are to a door that takes them, such as a piece of an upload. Throws a Problem. */
export async function askWithBytes<Name extends DoorName>(door: Name, bytes: Blob, ...given: Asked<Name>): Promise<AnswerOf<Name>> {
  return answerOf(await send(door, inputOf(given), bytes))
}

/** The address of a door, for links and downloads. */
export function addressOf<Name extends DoorName>(door: Name, ...given: Asked<Name>): string {
  return urlOf(door, inputOf(given))
}

function inputOf(given: readonly unknown[]): AnyInput {
  return (given[0] ?? {}) as AnyInput
}

async function send(door: DoorName, input: AnyInput, bytes?: Blob): Promise<Reply> {
  const method = door.slice(0, door.indexOf(' '))
  const request: RequestInit = { method, headers: headersOf(door, method, input.body), credentials: 'same-origin' }
  if (input.body !== undefined) request.body = JSON.stringify(input.body)
  if (bytes !== undefined) {
    request.body = bytes
    request.headers = { ...request.headers, 'content-type': 'application/octet-stream' }
  }
  if (input.signal !== undefined) request.signal = input.signal
  const url = urlOf(door, input)
  if (!isReading(door)) forgetEarly()
  try {
    return await exchange((isReading(door) ? takeEarly({ url, body: request.body }) : undefined) ?? fetch(url, request))
  } catch (error) {
    if (input.signal?.aborted) throw error
    // The same again is harmless: reading changes nothing, and a change carries the key of its first try.
    return exchange(fetch(url, request)).catch((again: unknown) => {
      throw input.signal?.aborted ? again : away()
    })
  }
}

function isReading(door: DoorName): boolean {
  return door.startsWith('GET ') || readingDoors.has(door)
}

/** An answer that is cut off on its way is none. */
async function exchange(asked: Promise<Response>): Promise<Reply> {
  const response = await asked
  const build = response.headers.get('oncue-console')
  if (build !== null) onNamed(build)
  return { status: response.status, ok: response.ok, text: await response.text() }
}

function away(): Problem {
  noteAway()
  return unreachable()
}

function headersOf(door: DoorName, method: string, body: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    'x-oncue-page': '1',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(method === 'POST' && !readingDoors.has(door) ? { 'idempotency-key': randomKey() } : {}),
  }
}

function urlOf(door: DoorName, { params = {}, query = {} }: AnyInput): string {
  const path = door.slice(door.indexOf(' ') + 1).replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
  }
  return `${below}${path}${search.size === 0 ? '' : `?${search}`}`
}

/** Not randomUUID, which browsers offer only where the page came over HTTPS or from this machine. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

// Keeps requests whose address an author, a template or a subscriber's data decided from reaching into the private network: the
// server itself, its neighbours, and the metadata services of clouds. An address is judged three times: as it is
// written, as its name resolves, and as the socket is connected; the resolved address that was judged is the one that is connected to,
// so a name that changes its answer in between gains nothing. What the operator allows by name or network is let through.

import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { buildConnector, Dispatcher } from 'undici'
import { type OnDemand, onDemand } from '../../model/on-demand.ts'
import { sentence } from '../../model/sentence.ts'

export interface AddressGuardOptions {
  /** Receivers inside the private network: "10.1.0.0/16", "hooks.internal", "127.0.0.1:8080". A host or network without a port allows all of its ports. */
  readonly allow?: readonly string[]
  /** Ports of public receivers; 80, 443, 8080 and 8443 unless told. */
  readonly ports?: readonly number[]
  /** How names are resolved; the system's resolver unless told. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>
}

export interface AddressGuard {
  /** Why this URL must not be called, judged as it is written; undefined when nothing speaks against it yet. */
  problem(url: string): string | undefined
  /** Connects to nothing that the guard refuses; such a request fails with an `AddressRefused`. Follows no redirect. Made with the first request; close it when done. */
  dispatcher(options?: GuardedDispatcherOptions): OnDemand<Dispatcher>
}

export interface GuardedDispatcherOptions {
  readonly connectTimeoutMs?: number
  /** Connections held per receiver. */
  readonly connections?: number
}

/** A request was refused because of where it would have gone. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

const publicPorts = [80, 443, 8080, 8443]

/** Makes a guard. Throws when an entry of the allow-list cannot be understood. */
export function createAddressGuard(options: AddressGuardOptions = {}): AddressGuard {
  const allowed = (options.allow ?? []).map(parseAllowed)
  const ports = new Set(options.ports ?? publicPorts)
  const resolve = options.resolve ?? resolveBySystem
  const isAllowed = (place: Place): boolean => allowed.some((entry) => allows(entry, place))

  const placeProblem = (place: Place): string | undefined => {
    if (isAllowed(place)) return undefined
    const range = isIP(place.host) === 0 ? undefined : privateRange(place.host)
    if (range !== undefined) return sentence('private-address', { host: place.host, range, entry: place.host })
    if (isIP(place.host) === 0 && isLocalName(place.host)) return sentence('own-network', { host: place.host, entry: place.host })
    return undefined
  }

  const portProblem = (place: Place): string | undefined => {
    if (ports.has(place.port) || isAllowed(place)) return undefined
    // A name may yet lead into an allowed network; it is judged again when it is resolved.
    if (isIP(place.host) === 0 && allowed.some(({ network }) => network !== undefined)) return undefined
    return portSentence(place)
  }

  const portSentence = ({ host, port }: Place): string => sentence('other-port', { port: String(port), ports: [...ports].join(', '), entry: `${host}:${port}` })

  const resolveGuarded = async (place: Place): Promise<readonly LookupAddress[]> => {
    const addresses = await resolve(place.host)
    if (addresses.length === 0) throw Object.assign(new Error(`${place.host} has no address`), { code: 'ENOTFOUND' })
    if (isAllowed(place)) return addresses
    for (const { address } of addresses) {
      const problem = placeProblem({ host: address, port: place.port })
      if (problem !== undefined) throw new AddressRefused(sentence('leads-to', { host: place.host, tried: problem }))
    }
    if (!ports.has(place.port) && !addresses.every(({ address }) => isAllowed({ host: address, port: place.port }))) {
      throw new AddressRefused(portSentence(place))
    }
    return addresses
  }

  return {
    problem(url) {
      if (!URL.canParse(url)) return sentence('no-url')
      const parsed = new URL(url)
      if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return sentence('other-scheme', { scheme: parsed.protocol })
      if (parsed.username !== '' || parsed.password !== '') return sentence('login-in-url')
      const place = placeOf(parsed)
      return placeProblem(place) ?? portProblem(place)
    },
    dispatcher({ connectTimeoutMs = 10_000, connections = 16 } = {}) {
      return onDemand(async () => {
        const { Agent, buildConnector } = await import('undici')
        const connectorTo = (lookup: LookupFunction) => buildConnector({ timeout: connectTimeoutMs, lookup, allowH2: false })
        return new Agent({ connections, connect: guardedConnector({ connectorTo, placeProblem, portProblem, resolveGuarded, isAllowed }) })
      })
    },
  }
}

interface Judgement {
  /** Connects to what a name leads to by the given look-up. */
  readonly connectorTo: (lookup: LookupFunction) => buildConnector.connector
  readonly placeProblem: (place: Place) => string | undefined
  readonly portProblem: (place: Place) => string | undefined
  readonly resolveGuarded: (place: Place) => Promise<readonly LookupAddress[]>
  readonly isAllowed: (place: Place) => boolean
}

/** A connector of undici that judges the place as written, resolves and judges every address, and judges the peer once more. */
function guardedConnector(judge: Judgement): buildConnector.connector {
  return (options, callback) => {
    const secure = options.protocol === 'https:'
    const place = placeOf({ hostname: options.hostname, port: options.port ?? '', protocol: options.protocol ?? '' })
    const problem = judge.placeProblem(place) ?? judge.portProblem(place)
    if (problem !== undefined) return callback(new AddressRefused(problem), null)
    const lookup: LookupFunction = (hostname, { all }, done) => {
      judge.resolveGuarded({ host: bareHost(hostname), port: place.port }).then(
        (addresses) => (all === true ? done(null, [...addresses]) : done(null, addresses[0]?.address ?? '', addresses[0]?.family)),
        (error: NodeJS.ErrnoException) => done(error, ''),
      )
    }
    judge.connectorTo(lookup)(options, (error, socket) => {
      if (error !== null || socket === null) return callback(error ?? new Error('not connected'), null)
      const peer = { host: bareHost(socket.remoteAddress ?? ''), port: place.port }
      const peerProblem = judge.isAllowed(place) ? undefined : judge.placeProblem(peer)
      if (peerProblem === undefined) return callback(null, socket)
      socket.destroy()
      callback(new AddressRefused(`${secure ? 'https' : 'http'} connection to ${place.host} reached ${peerProblem}`), null)
    })
  }
}

interface Place {
  /** A name in lower case, or an IP address without brackets. */
  readonly host: string
  readonly port: number
}

function placeOf(url: { readonly hostname: string; readonly port: string; readonly protocol: string }): Place {
  return { host: bareHost(url.hostname), port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port) }
}

function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** The range of an IP address that is not a public one. */
function privateRange(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'no address'
  const range = ipaddr.process(address).range()
  return range === 'unicast' ? undefined : range
}

function isLocalName(name: string): boolean {
  return name === '' || name === 'localhost' || name.endsWith('.localhost')
}

interface Allowed {
  readonly host?: string
  readonly network?: [ipaddr.IPv4 | ipaddr.IPv6, number]
  readonly port?: number
}

const entryPattern = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/

function parseAllowed(entry: string): Allowed {
  const trimmed = entry.trim()
  if (trimmed.includes('/') && ipaddr.isValidCIDR(trimmed)) return { network: ipaddr.parseCIDR(trimmed) }
  if (isIP(trimmed) === 6) return { host: canonical(trimmed) }
  const [, bracketed, host, port] = entryPattern.exec(trimmed) ?? []
  const name = bracketed ?? host
  if (name === undefined || name.includes('/') || /\s/.test(name)) {
    throw new Error(`"${entry}" is not a host, host:port or network such as hooks.internal, 127.0.0.1:8080 or 10.1.0.0/16`)
  }
  return { host: canonical(name.toLowerCase()), ...(port === undefined ? {} : { port: Number(port) }) }
}

function allows(entry: Allowed, place: Place): boolean {
  if (entry.port !== undefined && entry.port !== place.port) return false
  if (entry.host !== undefined) return entry.host === canonical(place.host)
  if (entry.network === undefined || isIP(place.host) === 0) return false
  const address = ipaddr.process(place.host)
  const [network, bits] = entry.network
  return address.kind() === network.kind() && address.match(network, bits)
}

/** One way of writing for every way of writing the same address. */
function canonical(host: string): string {
  return isIP(host) === 0 ? host : ipaddr.process(host).toString()
}

function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)))
  })
}

// Who may see what has no login: whoever sits at this machine, and asks under a host name of it. A foreign site that lets its own name point here (DNS
// rebinding) learns nothing.

import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** What proxies say about whom they ask for. */
const forwardedBy = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const

/** True when the connection comes from this machine, and not from a proxy on it that asks for somebody else. */
export function isOnThisMachine(request: FastifyRequest): boolean {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const isLoopback = peer === '::1' || (isIP(peer) === 4 && peer.startsWith('127.'))
  return isLoopback && forwardedBy.every((name) => request.headers[name] === undefined)
}

/** True for a name that only this machine's owner can make point here: an IP address, localhost, or the configured one. */
export function isOwnHost(host: string, publicUrl: string | undefined): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || hostname === 'localhost' || hostname.endsWith('.localhost')) return true
  return publicUrl !== undefined && new URL(publicUrl).hostname === hostname
}

// Where a word about consent came from, as it is kept: the browser and the network address, made coarser or unreadable first.

import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Evidence } from '../../model/consent.ts'

/** What is kept of a network address: its network, a keyed hash, or nothing. */
export type AddressKeeping = 'shortened' | 'hashed' | 'none'

/** What the request itself tells. */
export function evidenceOf(request: FastifyRequest, keeping: AddressKeeping, secret: string): Evidence {
  const agent = request.headers['user-agent']?.slice(0, 512)
  const ip = keptAddress(request.ip, keeping, secret)
  return { ...(agent ? { agent } : {}), ...(ip === undefined ? {} : { ip }) }
}

/** A network address as it is kept; undefined when none is. */
export function keptAddress(ip: string, keeping: AddressKeeping, secret: string): string | undefined {
  if (keeping === 'none' || ip === '') return undefined
  if (keeping === 'hashed') return createHmac('sha256', secret).update(ip).digest('hex').slice(0, 32)
  return networkOf(ip)
}

/** The first 24 bits of an IPv4 address, the first 48 of an IPv6 one. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
  if (!isIPv6(mapped)) return mapped.replace(/\.\d+$/, '.0')
  const [head = '', tail = ''] = mapped.split('::')
  const parts = head.split(':').filter((part) => part !== '')
  const rest = tail.split(':').filter((part) => part !== '')
  const missing = mapped.includes('::') ? 8 - parts.length - rest.length : 0
  return `${[...parts, ...new Array<string>(missing).fill('0'), ...rest].slice(0, 3).join(':')}::`
}

// The cookie of a session, and what a browser has to show besides so that no other site can act in somebody's name.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../model/limits.ts'

const cookieName = 'oncue_session'
/** Sent by our own pages. A page of another site cannot add it without being asked whether it may, and it may not. */
export const pageHeader = 'x-oncue-page'

/** The token that the browser keeps; undefined when it has none. */
export function sessionToken(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === cookieName && value !== undefined && /^[\w-]{20,100}$/.test(value)) return value
  }
  return undefined
}

/** Whether it was one of our own pages that asked. Reading is harmless: the browser shows the answer to no other site. */
export function isFromOwnPage(request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site } = request.headers
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return request.method === 'GET' || request.method === 'HEAD' || request.headers[pageHeader] !== undefined
}

/** Lets the browser keep a session, out of reach of scripts and of links from elsewhere. */
export function keepSession(reply: FastifyReply, token: string): void {
  reply.header('set-cookie', `${cookieName}=${token}; ${attributesOf(reply)}; Max-Age=${limits.sessionDays * 86_400}`)
}

/** Lets the browser forget it. */
export function forgetSession(reply: FastifyReply): void {
  reply.header('set-cookie', `${cookieName}=; ${attributesOf(reply)}; Max-Age=0`)
}

/**
 * Over HTTPS it never travels without. Behind a proxy that ends TLS the connection is a plain one, and nobody but the browser knows: whenever it changes
 * something, it says under which address its page stands.
 */
function attributesOf({ request }: FastifyReply): string {
  const isSecure = request.protocol === 'https' || (request.headers.origin ?? '').startsWith('https://')
  return `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}

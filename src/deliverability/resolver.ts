// The port to the DNS: what the checks of a domain ask. The real one is Node's; tests have one that knows its records by heart.

import { Resolver } from 'node:dns/promises'

export interface DomainResolver {
  /** One text for each record, its pieces joined. Empty when there is none; rejects when the question was not answered. */
  txt(name: string): Promise<readonly string[]>
  /** Names of mail servers, the best first. */
  mx(name: string): Promise<readonly string[]>
  /** IPv4 and IPv6 addresses. */
  addresses(name: string): Promise<readonly string[]>
  /** Names that an address is known by. */
  names(address: string): Promise<readonly string[]>
}

/** Asks the machine's own name servers, or the one at `server` (an address, or address:port). Each question is asked `tries` times, 5 s unless told. */
export function dnsResolver(server?: string, { timeoutMs = 5_000, tries = 2 } = {}): DomainResolver {
  const resolver = new Resolver({ timeout: timeoutMs, tries })
  if (server !== undefined) resolver.setServers([server])
  return {
    txt: async (name) => (await nothingIfNone(resolver.resolveTxt(name))).map((pieces) => pieces.join('')),
    async mx(name) {
      const found = await nothingIfNone(resolver.resolveMx(name))
      // A single empty name says that the domain takes no mail (RFC 7505).
      return found.toSorted((one, other) => one.priority - other.priority).flatMap(({ exchange }) => (exchange === '' ? [] : [exchange.toLowerCase()]))
    },
    async addresses(name) {
      const found = await Promise.all([nothingIfNone(resolver.resolve4(name)), nothingIfNone(resolver.resolve6(name))])
      return found.flat()
    },
    names: async (address) => (await nothingIfNone(resolver.reverse(address))).map((name) => name.toLowerCase()),
  }
}

async function nothingIfNone<Item>(asked: Promise<Item[]>): Promise<readonly Item[]> {
  try {
    return await asked
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw error
  }
}

// A DNS that knows its records by heart.

import type { DomainResolver } from '../../src/deliverability/resolver.ts'

export interface KnownRecords {
  readonly txt?: Readonly<Record<string, readonly string[]>>
  readonly mx?: Readonly<Record<string, readonly string[]>>
  readonly addresses?: Readonly<Record<string, readonly string[]>>
  readonly names?: Readonly<Record<string, readonly string[]>>
  /** Names that are asked for in vain. */
  readonly silent?: readonly string[]
}

export function knownRecords({ txt = {}, mx = {}, addresses = {}, names = {}, silent = [] }: KnownRecords): DomainResolver {
  const among = (records: Readonly<Record<string, readonly string[]>>) => async (name: string) => {
    if (silent.includes(name)) throw new Error(`queryTxt ETIMEOUT ${name}`)
    return records[name] ?? []
  }
  return { txt: among(txt), mx: among(mx), addresses: among(addresses), names: among(names) }
}

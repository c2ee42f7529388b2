// The DNS records that a sending domain needs, exactly as they are to be set.

import { mistake } from '../model/mistake.ts'
import { type DomainKey, publicHalf } from './domain-keys.ts'
import type { SendingWay } from './sending-way.ts'

export interface DomainRecord {
  readonly what: string
  readonly name: string
  readonly type: 'TXT' | 'MX'
  readonly value: string
  readonly why: string
}

export interface RecordsFor {
  readonly domain: string
  readonly key: DomainKey
  readonly way: SendingWay | undefined
  /** The domain that bounces go to. */
  readonly bounceDomain: string | undefined
  /** The name of this server in the DNS, where bounces are taken in. */
  readonly host: string | undefined
  /** The address that mails leave from. */
  readonly ip: string | undefined
}

/** The records to set, in the order in which one would. */
export function domainRecords({ domain, key, way, bounceDomain, host, ip }: RecordsFor): readonly DomainRecord[] {
  const records: DomainRecord[] = []
  if (way?.takesSource !== false) {
    records.push({
      what: 'DKIM',
      name: `${key.selector}._domainkey.${domain}`,
      type: 'TXT',
      value: `v=DKIM1; k=rsa; p=${publicHalf(key)}`,
      why: mistake('record-dkim'),
    })
  }
  const returnDomain = bounceDomain ?? domain
  const mechanism = way?.spf ?? (ip === undefined ? undefined : `${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`)
  if (mechanism !== undefined) {
    records.push({
      what: 'SPF',
      name: returnDomain,
      type: 'TXT',
      value: `v=spf1 ${mechanism} ~all`,
      why: mistake('record-spf'),
    })
  }
  records.push({
    what: 'DMARC',
    name: `_dmarc.${domain}`,
    type: 'TXT',
    value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
    why: mistake('record-dmarc'),
  })
  if (bounceDomain !== undefined && way?.hasOwnReturnPath !== true) {
    records.push({ what: 'bounces', name: bounceDomain, type: 'MX', value: `10 ${host ?? 'the name of this server'}`, why: mistake('record-bounces') })
  }
  return records
}

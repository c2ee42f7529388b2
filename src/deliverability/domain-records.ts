// The DNS records that a sending domain needs, exactly as they are to be set.

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
      why: 'receivers verify with it that the mail is yours and was not changed',
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
      why: 'says who may send with it as return path; where there is a v=spf1 record already, put the middle of this into it, because there may be only one',
    })
  }
  records.push({
    what: 'DMARC',
    name: `_dmarc.${domain}`,
    type: 'TXT',
    value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
    why: 'the big mailboxes demand it; p=none only watches, and may become quarantine once everything passes',
  })
  if (bounceDomain !== undefined && way?.hasOwnReturnPath !== true) {
    records.push({ what: 'bounces', name: bounceDomain, type: 'MX', value: `10 ${host ?? 'the name of this server'}`, why: 'bounces find their way back here' })
  }
  return records
}

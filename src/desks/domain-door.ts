// What the doors know of sending domains besides counts: the key that signs, the exact records to set in the DNS, and whether they are in place. The
// same as `oncue domain add` and `oncue domain check`.

import type { DomainDoor } from '../api/admin/domain-door.ts'
import { checkDomain } from '../deliverability/check-domain.ts'
import { noteChecked, readChecked, requireChecked } from '../deliverability/checked-domains.ts'
import { ensureDomainKey, isDomainName, notePublished, readDomainKey } from '../deliverability/domain-keys.ts'
import { domainRecords } from '../deliverability/domain-records.ts'
import type { DomainResolver } from '../deliverability/resolver.ts'
import { sendingWay } from '../deliverability/sending-way.ts'
import type { Configuration } from '../settings/configuration.ts'

/** The door over a folder of keys. */
export function openDomainDoor(options: {
  readonly folder: string
  readonly configuration: Pick<Configuration, 'mailUrl' | 'smtpUrl' | 'bounceAddress' | 'publicUrl' | 'uncheckedDomains'>
  readonly resolver: DomainResolver
  readonly now: () => number
  /** Called when a check was made. */
  readonly onChecked?: () => void
}): DomainDoor {
  const { folder, configuration, resolver, now } = options
  const { mailUrl, smtpUrl, bounceAddress, publicUrl } = configuration
  const about = {
    way: sendingWay(mailUrl ?? smtpUrl),
    bounceDomain: bounceAddress?.slice(bounceAddress.lastIndexOf('@') + 1),
    host: publicUrl === undefined ? undefined : new URL(publicUrl).hostname,
    ip: undefined,
  }
  return {
    isDomain: isDomainName,
    setup(domain) {
      const key = readDomainKey(folder, domain)
      const checked = readChecked(folder, domain)
      return {
        hasKey: key !== undefined,
        signsSince: key?.publishedAt,
        records: key === undefined ? [] : domainRecords({ ...about, domain, key }),
        checkedAt: checked?.at,
        failed: checked?.failed ?? [],
        heldBecause: configuration.uncheckedDomains === 'refuse' ? requireChecked(folder, now)(domain) : undefined,
      }
    },
    makeKey(domain) {
      ensureDomainKey(folder, { domain, selector: 'oncue', now: now() })
    },
    async check(domain) {
      const key = readDomainKey(folder, domain)
      const findings = await checkDomain(resolver, { ...about, domain, key })
      const isFound = findings.some(({ check, result }) => check === 'DKIM' && result === 'pass')
      if (key !== undefined && isFound && key.publishedAt === undefined) notePublished(folder, key, now())
      const named = (wanted: 'fail' | 'unknown'): readonly string[] => findings.filter(({ result }) => result === wanted).map(({ check }) => check)
      noteChecked(folder, domain, { at: now(), failed: named('fail'), unknown: named('unknown') })
      options.onChecked?.()
      return findings
    },
  }
}

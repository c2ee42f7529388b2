// What is told of domains before mails come from them: never checked, failed, or nothing.

import { expect, test } from 'vitest'
import { noteChecked, uncheckedDomains } from '../../src/deliverability/checked-domains.ts'
import { domainsWithKey } from '../../src/deliverability/domain-keys.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

test('a domain that was never checked, and one of which a check failed, are told with what to do; one that passed is not', () => {
  const folder = temporaryFolder()
  noteChecked(folder, 'good.example', { at: 1, failed: [] })
  noteChecked(folder, 'bad.example', { at: 1, failed: ['DKIM', 'DMARC'] })
  expect(uncheckedDomains(folder, ['good.example', 'bad.example', 'new.example', '../etc'])).toEqual([
    {
      domain: 'bad.example',
      what: 'mails come from bad.example, of which a check failed (DKIM, DMARC); run `oncue domain check bad.example`, which names the exact records to set',
    },
    {
      domain: 'new.example',
      what: 'mails come from new.example, and it was never checked whether receivers take them; run `oncue domain check new.example`, which names the exact records to set',
    },
  ])
  noteChecked(folder, 'bad.example', { at: 2, failed: [] })
  expect(uncheckedDomains(folder, ['bad.example'])).toEqual([])
  // It is no key.
  expect(domainsWithKey(folder)).toEqual([])
})

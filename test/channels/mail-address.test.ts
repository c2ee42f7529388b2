// What counts as one recipient, and the tricks with which data tries to become another or several.

import { describe, expect, test } from 'vitest'
import { mailAddress } from '../../src/channels/email/address.ts'

describe('a recipient is one plain address', () => {
  test.each([
    ['ann@example.com', 'ann@example.com'],
    ["o'neil+news@mail.example.co.uk", "o'neil+news@mail.example.co.uk"],
    ['Ann@EXAMPLE.com', 'Ann@example.com'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@localhost', 'ann@localhost'],
  ])('%s is', (text, address) => {
    expect(mailAddress(text)).toBe(address)
  })

  test.each([
    '',
    '@',
    'ann',
    'ann@',
    '@example.com',
    'a@b.example\r\nBcc: evil@example.com',
    'victim@example.com, evil@example.com',
    'victim@example.com; evil@example.com',
    'victim@example.com evil@example.com',
    'Ann <ann@example.com>',
    '<ann@example.com>',
    'ann@example.com>',
    'group: ann@example.com;',
    'evil@example.com(@victim.example)',
    '"evil@example.com"@victim.example',
    '@relay.example:ann@example.com',
    'ann@[127.0.0.1]',
    'ann@127.0.0.1',
    'ann@example.com\0',
    'ann\u2028@example.com',
    ' ann@example.com',
    'ann@example..com',
    '.ann@example.com',
    'ann..b@example.com',
    'ann@-example.com',
    'ann@exa_mple.com',
    'ann@example.com/x',
    'ann@exam%70le.com',
    'ann@exa\u00admple.com',
    'änn@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ann@${'a'.repeat(64)}.com`,
    `ann@${'a.'.repeat(130)}com`,
  ])('%j is not', (text) => {
    expect(mailAddress(text)).toBeUndefined()
  })
})

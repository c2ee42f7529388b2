// What mail servers, name servers and broken connections say, and what it means to whoever reads it.

import { expect, test } from 'vitest'
import { meaningOf } from '../../src/model/outside-words.ts'

test.each([
  // By the enhanced code.
  ['550 5.1.1 <ann@shop.example>: Recipient address rejected: User unknown in virtual mailbox table', 'no-mailbox'],
  ['5.1.1', 'no-mailbox'],
  ['550 5.1.2 Bad destination host', 'no-domain'],
  ['556 5.1.10 RESOLVER.ADR.NullMX', 'takes-no-mail'],
  ['552 5.2.2 Over quota', 'mailbox-full'],
  ['452 4.2.2 The recipient is over quota', 'mailbox-full'],
  ['552 5.3.4 Message size exceeds fixed limit', 'too-large'],
  ['452 4.3.1 Insufficient system storage', 'server-full'],
  ['554 5.4.7 Delivery expired', 'took-too-long'],
  ['550 5.7.1 Message refused', 'policy'],
  ['450 4.7.1 Please come again', 'try-later'],
  ['535 5.7.8 Error: authentication failed', 'login-refused'],
  ['550 5.7.26 This message fails to pass', 'not-authenticated'],
  ['421 4.7.28 Unusual rate', 'too-many'],
  // By what is written beside it, which says more than the code.
  ['554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org', 'on-blocklist'],
  ['451 4.7.1 Greylisting in action, please come back later', 'greylisted'],
  ['550 5.7.1 Unauthenticated email from shop.example is not accepted due to DMARC policy', 'not-authenticated'],
  ['554 5.7.1 Message looks like SPAM', 'looks-like-spam'],
  ['421 Too many connections from your host', 'too-many'],
  ['530 5.7.0 Must issue a STARTTLS command first', 'wants-tls'],
  // By the code alone.
  ['550 No such user here', 'no-mailbox'],
  ['550 Administrative prohibition', 'refused'],
  ['451 Local error in processing', 'try-later'],
  ['421 Service not available', 'try-later'],
  ['535 Authentication failed', 'login-refused'],
  // Connections.
  ['connect ECONNREFUSED 127.0.0.1:2525', 'connection-refused'],
  ['getaddrinfo ENOTFOUND mail.shop.exampel', 'no-such-host'],
  ['getaddrinfo EAI_AGAIN mail.shop.example', 'dns-silent'],
  ['Greeting never received', 'no-answer'],
  ['connect EHOSTUNREACH 192.0.2.1:25', 'unreachable'],
  ['read ECONNRESET', 'connection-broken'],
  ['other side closed', 'connection-broken'],
  ['self-signed certificate', 'certificate'],
  ['C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number', 'no-tls-there'],
  // Nobody can know.
  ['Something else happened', undefined],
  ['a version 5.1.1.2 of it', undefined],
  ['undefined variable: price, line 3', undefined],
])('%s', (words, means) => {
  expect(meaningOf(words)).toBe(means)
})

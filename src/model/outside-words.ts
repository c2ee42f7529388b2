// What the words of another program mean, where they can be known: the answer of a mail server by its enhanced code (RFC 3463), else by its code (RFC 5321)
// or by what servers write there; and the errors of connections. The console says the meaning in the reader's language, with the words beside it. It judges
// nothing: whether a message is tried again is settled where it is handed over.

/** What they may mean. The console has words for each. */
export const outsideMeanings = [
  'no-mailbox',
  'no-domain',
  'bad-address',
  'bad-sender',
  'mailbox-disabled',
  'mailbox-full',
  'too-large',
  'server-full',
  'takes-no-mail',
  'no-route',
  'took-too-long',
  'not-authenticated',
  'on-blocklist',
  'looks-like-spam',
  'policy',
  'greylisted',
  'too-many',
  'too-many-recipients',
  'login-refused',
  'wants-tls',
  'content',
  'try-later',
  'refused',
  'connection-refused',
  'no-such-host',
  'dns-silent',
  'no-answer',
  'unreachable',
  'connection-broken',
  'certificate',
  'no-tls-there',
] as const
export type OutsideMeaning = (typeof outsideMeanings)[number]

/** Asked in order. What servers write is more exact than their codes: 550 5.7.1 stands for all of these. */
const byWords: readonly (readonly [RegExp, OutsideMeaning])[] = [
  [/gr[ae]y.?list/i, 'greylisted'],
  [/spamhaus|block.?list|black.?list|deny.?list|dnsbl|\brbl\b/i, 'on-blocklist'],
  [/\b(?:spf|dkim|dmarc)\b|reverse dns|\bptr\b|unauthenticated|not authenticated/i, 'not-authenticated'],
  [/\bspam\b|unsolicited|\bjunk\b/i, 'looks-like-spam'],
  [/rate.?limit|throttl|too many (?:connections|messages|mails|concurrent|requests)/i, 'too-many'],
  [/must issue a starttls|requires? (?:starttls|tls)|encryption required/i, 'wants-tls'],
]

/** Enhanced codes, after their first number. */
const byEnhanced: readonly (readonly [RegExp, OutsideMeaning])[] = [
  [/^1\.(?:0|1|4|6)$/, 'no-mailbox'],
  [/^1\.2$/, 'no-domain'],
  [/^1\.3$/, 'bad-address'],
  [/^1\.(?:7|8)$/, 'bad-sender'],
  [/^1\.10$/, 'takes-no-mail'],
  [/^2\.1$/, 'mailbox-disabled'],
  [/^2\.2$/, 'mailbox-full'],
  [/^(?:2\.3|3\.4)$/, 'too-large'],
  [/^3\.1$/, 'server-full'],
  [/^3\.2$/, 'takes-no-mail'],
  [/^4\.(?:1|2|3|4|6)$/, 'no-route'],
  [/^4\.5$/, 'try-later'],
  [/^4\.7$/, 'took-too-long'],
  [/^5\.3$/, 'too-many-recipients'],
  [/^6\./, 'content'],
  [/^7\.(?:8|9|14)$/, 'login-refused'],
  [/^7\.(?:10|11)$/, 'wants-tls'],
  [/^7\.2[0-7]$/, 'not-authenticated'],
  [/^7\.28$/, 'too-many'],
  [/^7\./, 'policy'],
]

/** Plain codes. 550 alone stands for anything. */
const byCode: Readonly<Record<string, OutsideMeaning>> = {
  421: 'try-later',
  450: 'try-later',
  451: 'try-later',
  452: 'server-full',
  530: 'login-refused',
  534: 'login-refused',
  535: 'login-refused',
  538: 'wants-tls',
  550: 'refused',
  551: 'no-mailbox',
  552: 'mailbox-full',
  553: 'bad-address',
  554: 'refused',
}

const noMailbox =
  /no such (?:user|recipient|mailbox|address)|(?:user|recipient|mailbox|address) (?:unknown|not found|does not exist)|unknown (?:user|recipient|mailbox)/i

/** Errors of Node, TLS and undici, by their codes and the words around them. */
const ofConnections: readonly (readonly [RegExp, OutsideMeaning])[] = [
  [/\bECONNREFUSED\b/, 'connection-refused'],
  [/\bENOTFOUND\b|has no address$/, 'no-such-host'],
  [/\bEAI_AGAIN\b|query(?:A|AAAA|Mx|Txt) /, 'dns-silent'],
  [/\b(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)\b/, 'unreachable'],
  [/\bETIMEDOUT\b|connect(?:ion)? timeout|^timeout$|greeting never received/i, 'no-answer'],
  [/certificate|altnames/i, 'certificate'],
  [/wrong version number|packet length too long|unknown protocol|starttls/i, 'no-tls-there'],
  [/\b(?:ECONNRESET|EPIPE|ECONNABORTED)\b|socket (?:closed|hang up)|other side closed|connection closed|socket disconnected/i, 'connection-broken'],
]

/** What they mean; undefined where nobody can know. */
export function meaningOf(words: string): OutsideMeaning | undefined {
  const enhanced = /(?<![\d.])([45])\.(\d{1,3}\.\d{1,3})(?![\d.])/.exec(words)
  const code = /^(?:smtp; ?)?([45]\d\d)(?=[ -]|$)/i.exec(words)?.[1]
  if (enhanced === null && code === undefined) return ofConnections.find(([says]) => says.test(words))?.[1]
  const written = byWords.find(([says]) => says.test(words))?.[1]
  if (written !== undefined) return written
  const byDetail = enhanced === null ? undefined : byEnhanced.find(([detail]) => detail.test(enhanced[2] ?? ''))?.[1]
  // 4.7.x without another word is what servers say that let strangers wait.
  if (byDetail === 'policy' && enhanced?.[1] === '4') return 'try-later'
  if (byDetail !== undefined) return byDetail
  if (noMailbox.test(words)) return 'no-mailbox'
  return byCode[code ?? ''] ?? (enhanced?.[1] === '4' || code?.startsWith('4') === true ? 'try-later' : 'refused')
}

// Who opened or clicked: a person, a proxy that fetches for a person who looks, or a machine of its own accord. The rules are asked in
// order and the first that fits decides; docs/reference/engagement.md shows the same table. It is decided once, when the visit is seen, and
// what was decided is what the log keeps: a later version of the rules changes nothing that was recorded.

import type { Visitor } from '../../model/report.ts'

/** One request for a link or the picture of a mail, with what was seen of the same mail around it. */
export interface Visit {
  readonly kind: 'opened' | 'clicked'
  readonly method: string
  /** The User-Agent header; "" when there is none. */
  readonly agent: string
  /** What Sec-Purpose, Purpose, X-Purpose and X-Moz say, together. */
  readonly purpose: string
  /** Milliseconds since the mail was handed over. */
  readonly sinceSentMs: number
  /** Whether the same visitor followed the link that no person sees. */
  readonly isTrapped: boolean
  /** Most links of the mail that were followed within one second around this visit. */
  readonly linksAtOnce: number
  /** Links of the mail. */
  readonly links: number
}

export interface VisitRule {
  /** Kept with what is recorded. */
  readonly rule: string
  readonly by: Visitor
  readonly because: string
  readonly fits: (visit: Visit) => boolean
}

/** A person needs longer than this to get a mail, open it and see it. */
const soonestMs = 2_000
/** So many links of one mail are followed within a second by no person. */
const tooManyLinks = 3

export const visitRules: readonly VisitRule[] = [
  { rule: 'head', by: 'machine', because: 'It asked only whether the link works (HEAD).', fits: ({ method }) => method === 'HEAD' },
  {
    rule: 'prefetch',
    by: 'machine',
    because: 'It said that it only fetches ahead (Purpose: prefetch or preview).',
    fits: ({ purpose }) => /prefetch|preview|prerender/i.test(purpose),
  },
  { rule: 'trap', by: 'machine', because: 'It followed the link that no person sees.', fits: ({ isTrapped }) => isTrapped },
  { rule: 'no-agent', by: 'machine', because: 'It did not say what it is (no User-Agent).', fits: ({ agent }) => agent.trim() === '' },
  {
    rule: 'scanner',
    by: 'machine',
    because: 'It is a mail security product.',
    fits: ({ agent }) =>
      /barracuda|proofpoint|urldefense|mimecast|ironport|fireeye|trellix|symantec|messagelabs|trendmicro|trend micro|sophos|zscaler|cloudmark|forcepoint|fortinet|fortimail|mailscanner|safelinks|cyren|vade|avanan|checkpoint|check point|bitdefender|kaspersky|mailguard|spamtitan|hornetsecurity|retarus/i.test(
        agent,
      ),
  },
  {
    rule: 'apple-privacy',
    by: 'machine',
    because: "It is Apple's Mail Privacy Protection, which fetches every picture of every mail, read or not (exactly “Mozilla/5.0”).",
    fits: ({ agent }) => agent.trim() === 'Mozilla/5.0',
  },
  {
    rule: 'too-soon',
    by: 'machine',
    because: 'It came within two seconds of the mail being handed over.',
    fits: ({ sinceSentMs }) => sinceSentMs < soonestMs,
  },
  {
    rule: 'image-proxy',
    by: 'proxy',
    because: 'It is the proxy through which Gmail, Yahoo and others show pictures to somebody who looks.',
    fits: ({ kind, agent }) => kind === 'opened' && /googleimageproxy|ggpht\.com|yahoomailproxy|mailproxy|imageproxy/i.test(agent),
  },
  {
    rule: 'program',
    by: 'machine',
    because: 'It is a program and no browser: a crawler, a link checker, a library, a preview.',
    fits: ({ agent }) =>
      /bot\b|bots\b|crawl|spider|slurp|headless|phantom|selenium|puppeteer|playwright|curl|wget|python|perl|ruby|java\/|jakarta|okhttp|httpclient|http-client|libwww|go-http|node-fetch|axios|undici|scrapy|preview|monitor|scan|checker|validator|lighthouse|facebookexternalhit|whatsapp|telegram|skype/i.test(
        agent,
      ),
  },
  {
    rule: 'many-links',
    by: 'machine',
    because: 'It followed three links of the mail, or all of them when there are two, within one second.',
    fits: ({ kind, linksAtOnce, links }) => kind === 'clicked' && (linksAtOnce >= tooManyLinks || (linksAtOnce >= 2 && linksAtOnce >= links)),
  },
  { rule: 'none', by: 'human', because: 'Nothing speaks against a person.', fits: () => true },
]

/** Who it was, and by which rule. */
export function visitorOf(visit: Visit): { readonly by: Visitor; readonly rule: string } {
  const { by, rule } = visitRules.find(({ fits }) => fits(visit)) as VisitRule
  return { by, rule }
}

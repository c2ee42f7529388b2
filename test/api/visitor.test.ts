// Who opened or clicked: the table, row by row.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Visit, visitorOf, visitRules } from '../../src/api/links/visitor.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const open: Visit = { kind: 'opened', method: 'GET', agent: firefox, purpose: '', sinceSentMs: 60_000, isTrapped: false, linksAtOnce: 0, links: 0 }
const click: Visit = { ...open, kind: 'clicked', linksAtOnce: 1, links: 5 }
const who = (visit: Visit): string => Object.values(visitorOf(visit)).join(' ')

describe('openings', () => {
  test.each([
    [firefox, 'human none'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148', 'human none'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)', 'human none'],
    ['Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)', 'human none'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Thunderbird/128.0', 'human none'],
    ['Mozilla/5.0', 'machine apple-privacy'],
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', 'proxy image-proxy'],
    ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'proxy image-proxy'],
    ['', 'machine no-agent'],
    ['BarracudaCentral (Barracuda Sentinel (EE))', 'machine scanner'],
    ['Mozilla/5.0 Proofpoint URL Defense', 'machine scanner'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'machine program'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0 Safari/537.36', 'machine program'],
    ['curl/8.5.0', 'machine program'],
    ['python-requests/2.32', 'machine program'],
  ])('%s', (agent, expected) => {
    expect(who({ ...open, agent })).toBe(expected)
  })

  test('within two seconds of the handing over nobody can have opened it, not even through a proxy', () => {
    expect(who({ ...open, sinceSentMs: 1999 })).toBe('machine too-soon')
    expect(who({ ...open, sinceSentMs: 2000 })).toBe('human none')
    expect(who({ ...open, sinceSentMs: 500, agent: 'GoogleImageProxy' })).toBe('machine too-soon')
  })
})

describe('clicks', () => {
  test.each<[string, Partial<Visit>, string]>([
    ['one link', {}, 'human none'],
    ['only asked for (HEAD)', { method: 'HEAD' }, 'machine head'],
    ['fetched ahead', { purpose: 'prefetch;prerender' }, 'machine prefetch'],
    ['with the trap', { isTrapped: true }, 'machine trap'],
    ['two of five within a second', { linksAtOnce: 2 }, 'human none'],
    ['three of five within a second', { linksAtOnce: 3 }, 'machine many-links'],
    ['both of two within a second', { linksAtOnce: 2, links: 2 }, 'machine many-links'],
    ['the only one', { linksAtOnce: 1, links: 1 }, 'human none'],
    ['a second after the mail', { sinceSentMs: 1000 }, 'machine too-soon'],
    ['by a scanner', { agent: 'Mozilla/5.0 (compatible; Mimecast URL check)' }, 'machine scanner'],
    ['through a proxy for pictures, which clicks nothing for anybody', { agent: `${firefox} GoogleImageProxy` }, 'human none'],
  ])('%s', (_, change, expected) => {
    expect(who({ ...click, ...change })).toBe(expected)
  })
})

test('the page shows the table as it is', () => {
  const page = readFileSync(new URL('../../docs/reference/engagement.md', import.meta.url), 'utf8')
  const rows = visitRules.map(({ rule, by, because }) => `| \`${rule}\` | ${by} | ${because} |`)
  expect(page).toContain(`|---|---|---|\n${rows.join('\n')}\n\n`)
})

test('every rule has a name of its own, and the last fits everything', () => {
  expect(new Set(visitRules.map(({ rule }) => rule)).size).toBe(visitRules.length)
  expect(visitRules.at(-1)).toMatchObject({ by: 'human' })
})

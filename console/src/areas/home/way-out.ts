// Where each finding is looked into and mended.

import type { AnswerOf } from '../../client/ask.ts'

type Attention = AnswerOf<'GET /overview'>['attention'][number]

export interface WayOut {
  readonly path: string
  readonly search: Readonly<Record<string, string>>
  /** Its words. */
  readonly say: 'look' | 'journey' | 'messages' | 'events'
}

/** Of what the guard pauses for, what more can be allowed of; how people take the mails is not. */
const volumes: ReadonlySet<string> = new Set(['entries-in-hour', 'entries-in-day', 'messages-in-hour', 'messages-in-day'])

/** Where more can be allowed for a while, if what the guard or the forecast did not expect was right. */
export function wayToAllow({ kind, about, said }: Attention): Pick<WayOut, 'path' | 'search'> | undefined {
  const isVolume = kind === 'journey-above' || (kind === 'guard' && said !== null && volumes.has(said.code))
  if (!isVolume || about === null) return undefined
  return { path: `/journeys/${encodeURIComponent(about)}`, search: { tab: 'results', allow: 'more' } }
}

/** Of journey/step. */
function stepOf(about: string): Readonly<Record<string, string>> {
  const at = about.indexOf('/')
  return { journey: about.slice(0, at), step: about.slice(at + 1) }
}

const places: Readonly<Record<string, string>> = { journey: '/journeys', template: '/templates', segment: '/segments', collection: '/catalogue' }

/** Where a definition is edited: "template hello". */
function placeOf(about: string | null): string {
  const [, kind = '', name = ''] = /^(\w+) (.+)$/s.exec(about ?? '') ?? []
  if (kind === 'workspace') return '/settings'
  const place = places[kind]
  return place === undefined ? '/journeys' : `${place}/${encodeURIComponent(name)}`
}

/** Undefined where the finding brings its own button. */
export function wayOut({ kind, about }: Attention): WayOut | undefined {
  const plain = (path: string, say: WayOut['say'], search: WayOut['search'] = {}): WayOut => ({ path, say, search })
  switch (kind) {
    case 'late':
      return plain('/messages', 'messages', { status: 'waiting' })
    case 'failed':
      // What has no template is named by its journey and step.
      return plain('/messages', 'messages', {
        status: 'failed',
        ...(about === null ? {} : about.includes('/') ? stepOf(about) : { template: about }),
      })
    case 'bounces':
      return plain('/messages', 'messages', { did: 'bounced' })
    case 'guard':
    case 'choice':
    case 'journey-above':
    case 'journey-below':
    case 'journey-silent':
    case 'paused':
      return plain(`/journeys/${encodeURIComponent(about ?? '')}`, 'journey')
    case 'allowed':
      return plain(`/journeys/${encodeURIComponent(about ?? '')}`, 'journey', { tab: 'results' })
    case 'refused':
      return plain(placeOf(about), 'look')
    case 'event-silent':
    case 'source-silent':
      return plain('/live', 'events')
    case 'dead-letters':
      return plain('/live/refused', 'events')
    case 'feed':
      return plain(`/catalogue/${encodeURIComponent(about ?? '')}`, 'look')
    case 'stuck':
      return plain('/people', 'look', { overdue: '1' })
    case 'resting':
      return plain('/settings/sending', 'look')
    case 'domain':
      return plain('/settings/sending', 'look', about === null ? {} : { domain: about })
    case 'stop':
      return undefined
  }
}

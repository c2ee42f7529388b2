// A line of the log of changes in words: what was done, to whom and to what; people, journeys, templates, segments and messages lead to their pages.

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { linkLook } from '../../kit/link-look.ts'
import type { Say } from '../../words/words.ts'

export interface AuditLine {
  readonly did: string
  readonly subscriber: number | null
  readonly open: boolean
  readonly details: unknown
}

/** What was done; the name of the operation where there are no words for it. */
export function didWords(did: string, say: Say): string {
  const key = `audit.did.${did}`
  const words = say(key)
  return words === key ? did : words
}

/** Details that have a page, by their name. */
const pages: Readonly<Record<string, readonly [to: string, param: string]>> = {
  journey: ['/journeys/$journey', 'journey'],
  template: ['/templates/$template', 'template'],
  segment: ['/segments/$segment', 'segment'],
  message: ['/messages/$message', 'message'],
  collection: ['/catalogue/$collection', 'collection'],
}
/** Of one line, so that it stays a line; all of them are in its JSON. */
const shownDetails = 5

/** <AuditDetails line={row} say={say} /> */
export function AuditDetails({ line, say }: { readonly line: AuditLine; readonly say: Say }) {
  const details = Object.entries((line.details ?? {}) as Readonly<Record<string, unknown>>).filter(([, value]) => isShown(value))
  const parts: readonly (readonly [string, ReactNode])[] = [
    ...(line.subscriber === null
      ? []
      : [['subscriber', pageLink('/people/$subscriber', { subscriber: `#${line.subscriber}` }, `#${line.subscriber}`)] as const]),
    ...details.slice(0, shownDetails).map(([name, value]) => [name, detailOf(name, value, say)] as const),
    ...(line.open ? [['open', say('audit.open')] as const] : []),
  ]
  return (
    <span className="text-sm text-soft">
      {parts.map(([name, part], index) => (
        <span key={name}>
          {index > 0 && ' · '}
          {name === 'open' ? <span className="text-warn">{part}</span> : part}
        </span>
      ))}
    </span>
  )
}

function detailOf(name: string, value: unknown, say: Say): ReactNode {
  const text = wordsOf(value, say)
  const page = pages[name]
  const shown = page === undefined ? text : pageLink(page[0], { [page[1]]: text }, text)
  if (name === 'words') return text
  return (
    <>
      {labelOf(name, say)}: {shown}
    </>
  )
}

function wordsOf(value: unknown, say: Say): string {
  if (typeof value === 'boolean') return say(value ? 'audit.yes' : 'audit.no')
  return typeof value === 'object' && value !== null ? partsOf(value, say) : String(value)
}

/** What stands in a value of several parts, without those that say nothing: template cart-offer, sent 253. */
function partsOf(value: object, say: Say): string {
  if (Array.isArray(value)) return value.map((part) => (typeof part === 'object' ? JSON.stringify(part) : String(part))).join(', ')
  const parts = Object.entries(value).filter(([, part]) => isShown(part) && part !== 0 && part !== false)
  return parts
    .map(([name, part]) => (part === true ? labelOf(name, say) : `${labelOf(name, say)} ${typeof part === 'object' ? JSON.stringify(part) : part}`))
    .join(', ')
}

function labelOf(name: string, say: Say): string {
  const key = `audit.detail.${name}`
  const label = say(key)
  return label === key ? name : label
}

function pageLink(to: string, params: Readonly<Record<string, string>>, text: string): ReactNode {
  return (
    <Link to={to as never} params={params as never} className={linkLook}>
      {text}
    </Link>
  )
}

function isShown(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

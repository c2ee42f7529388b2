// What somebody's past says of an event in one line. What happened to a message is told as people say it, with the journey and the step that sent it; of every other
// event its first values. What nobody knows is left out.

import { type Values, valuesInLine } from '../decisions/values-in-line.ts'

type Say = (key: string) => string

const reports: ReadonlySet<string> = new Set(['Delivered', 'Opened', 'Clicked', 'Closed', 'Bounced', 'Complained'].map((what) => `Message ${what}`))

/** Its name, or what was done with a message, and by whom where that is known. */
export function eventTitle(name: string, properties: Values, say: Say): string {
  if (!isReport(name, properties)) return name
  const { by } = properties
  return say(`report.${name}`) + (by === 'proxy' || by === 'machine' ? ` ${say(`report-by.${by}`)}` : '')
}

/** The line below its name. */
export function eventLine(name: string, data: Values, say: Say): string {
  if (!isReport(name, data)) return valuesInLine(data)
  const { journey, step, template, link, reason } = data
  const parts = [journey, step, template, link, reason].filter((part) => typeof part === 'string' && part !== '')
  return parts.length === 0 ? say('report-other') : [...new Set(parts)].join(' · ')
}

/** What was asked for by a command; that nothing was to follow from it is said in words. */
export function commandLine({ silent, ...rest }: Values, say: Say): string {
  const asked = Object.keys(rest).length === 0 ? [] : [valuesInLine(rest, (name) => (ownParts.has(name) ? say(`part.${name}`) : name))]
  return [...asked, ...(silent === true ? [say('silent')] : [])].join(' · ') || '…'
}

/** Parts of a command that have words. */
const ownParts: ReadonlySet<string> = new Set(['topic', 'channel', 'list', 'journey', 'reason', 'address', 'template', 'because'])

/** An event of a shop's own that is called alike has no message of ours. */
function isReport(name: string, properties: Values): boolean {
  return reports.has(name) && typeof properties['message'] === 'string'
}

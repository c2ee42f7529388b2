// A publication's preview and its outcome as people read them.

import { changeText } from '../engine/diff-journeys.ts'
import { limits } from '../model/limits.ts'
import type { JourneyPreview, PublicationPreview } from '../model/publication.ts'
import { printable, table } from './table.ts'

/** What it would mean, or means. */
export function previewText(preview: PublicationPreview, columns: number): string {
  const isMore = preview.putOff === limits.putOffCounted
  const parts = preview.journeys.map((journey) => journeyText(journey, columns))
  const named = (title: string, names: readonly string[]): string => (names.length === 0 ? '' : `${title}: ${names.map(printable).join(', ')}\n`)
  parts.push(named('segments', preview.segments) + named('templates', preview.templates) + (preview.hasWorkspaceChanged ? 'the workspace changed\n' : ''))
  if (preview.putOff !== null && preview.putOff > 0) {
    const many =
      preview.putOff === 1
        ? '1 message that waits for room or for the end of quiet hours is'
        : `${number(preview.putOff)}${isMore ? ' or more' : ''} messages that wait for room or for the end of quiet hours are`
    parts.push(`${many} asked about at once by the new rules: what may go out then leaves\n`)
  }
  if (preview.newMemories > 0 && preview.logEntries > 0)
    parts.push(`${preview.newMemories} new memories are filled from the past (${number(preview.logEntries)} entries)\n`)
  const text = parts.filter((part) => part !== '').join('\n')
  const questions = preview.questions.map((question) => `? ${printable(question)}\n`).join('')
  return (text === '' ? 'Nothing differs from what is in force.\n' : text) + questions
}

function journeyText(journey: JourneyPreview, columns: number): string {
  const { change, from, to, inside, steps, existing } = journey
  const name = printable(journey.journey)
  const heads = {
    new: `${name}: new, version ${to}\n`,
    changed: `${name}: version ${from} -> ${to}, ${number(inside)} inside older versions\n`,
    same: `${name}: version ${to} as it is, ${number(inside)} inside older versions\n`,
    retired: `${name}: lets nobody in any more, ${number(inside)} inside\n`,
  }
  const changes = journey.changes.map((one) => `  ${printable(changeText(one))}\n`).join('')
  const rows = [...steps].sort((one, other) => other.version - one.version || other.people - one.people)
  const people =
    rows.length === 0
      ? ''
      : table(
          rows,
          [
            { title: 'version', value: (row) => row.version, align: 'right' },
            { title: 'step', value: (row) => row.step },
            { title: 'people', value: (row) => number(row.people), align: 'right' },
            { title: 'go to', value: (row) => row.goTo },
            { title: 'the step', value: (row) => (row.change === 'changed' ? row.words.join('; ') : row.change) },
          ],
          columns,
        )
  const holds = existing === null || existing === 0 ? '' : `  an entrance holds already for ${number(existing)}: they are let in only with --existing\n`
  return heads[change] + changes + people + holds
}

function number(value: number): string {
  return value.toLocaleString('en')
}

// Whose UTM parameters a mail's links get: the closest goes first, each parameter by itself, and false anywhere adds none.

import { expect, test } from 'vitest'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { OwnUtm, Utm } from '../../src/model/utm.ts'
import type { Work } from '../../src/runtime/requests.ts'
import { utmOfWork } from '../../src/runtime/sending/utm-of-work.ts'

interface Said {
  readonly workspace?: Utm
  readonly journey?: OwnUtm
  readonly template?: OwnUtm
  readonly step?: OwnUtm
}

const own = (utm: OwnUtm | undefined) => (utm === undefined ? {} : { utm })

function utmWhere({ workspace, journey, template, step }: Said, version = 2): Utm | undefined {
  const definition = { journey: 'offers', enter: [{ on: 'Came By' }], steps: [{ send: 'winter', id: 'first', ...own(step) }], ...own(journey) }
  const before = { ...definition, utm: { campaign: 'of the first version' }, steps: [{ send: 'winter', id: 'first' }] }
  const source = {
    workspace: { workspace: 'shop', ...own(workspace) },
    journeys: [
      { definition: before, version: 1 },
      { definition, version: 2 },
    ],
  } as unknown as ProgramSource
  const work = { effect: { journey: 'offers', journeyVersion: version, step: 'first' } } as unknown as Work
  return utmOfWork(source, work, { template: 'winter', ...own(template) })
}

const byItself = { source: 'shop', medium: 'email', campaign: 'offers', content: 'winter' }

test.each<[string, Said, Utm | undefined]>([
  ['nobody says anything', {}, undefined],
  ['the workspace says it', { workspace: { source: 'mail' } }, { ...byItself, source: 'mail' }],
  ['the journey goes before the workspace', { workspace: { source: 'mail', term: 't' }, journey: { source: 'j' } }, { ...byItself, source: 'j', term: 't' }],
  ['the template before the journey', { journey: { source: 'j', campaign: 'c' }, template: { source: 't' } }, { ...byItself, source: 't', campaign: 'c' }],
  ['the step before all', { workspace: { term: 'w' }, template: { content: 't' }, step: { content: 's' } }, { ...byItself, term: 'w', content: 's' }],
  ['a step alone is enough', { step: { content: 's' } }, { ...byItself, content: 's' }],
  ['the journey wants none', { workspace: { source: 'mail' }, journey: false, step: { content: 's' } }, undefined],
  ['the template wants none', { template: false, step: { content: 's' } }, undefined],
  ['the step wants none', { workspace: { source: 'mail' }, step: false }, undefined],
])('%s', (_, said, utm) => {
  expect(utmWhere(said)).toEqual(utm)
})

test('whoever is in an older version gets what that version says', () => {
  expect(utmWhere({ journey: false, step: false }, 1)).toEqual({ ...byItself, campaign: 'of the first version' })
})

// Parts of pages that are fetched when they are shown, or ahead of that.

import { expect, test } from 'vitest'

// Imported by names that the type checker does not follow: React's types declare elements of pages without anything in them, for all tests.
const [react, server, kit] = ['react', 'react-dom/server', '../../console/src/kit/lazy.ts']
const { createElement, Suspense } = await import(String(react))
const { renderToString } = await import(String(server))
const { lazy, partAhead } = await import(String(kit))

const shown = (part: unknown): string => renderToString(createElement(Suspense, { fallback: 'soon' }, createElement(part)))

test('a part that was fetched ahead is shown at once, and its place holder only where it is still to come', async () => {
  let fetched = 0
  const Part = lazy(async () => {
    fetched += 1
    return { default: () => createElement('p', null, 'here') }
  })
  await partAhead(Part)
  expect(shown(Part)).toContain('<p>here</p>')
  expect(fetched).toBe(1)
  expect(shown(lazy(async () => ({ default: () => createElement('p', null, 'here') })))).toContain('soon')
})

test('what could not be fetched ahead is fetched once more when it is shown', async () => {
  let isBroken = true
  const Part = lazy(async () => {
    if (isBroken) throw new Error('cut off')
    return { default: () => createElement('p', null, 'here') }
  })
  await partAhead(Part)
  isBroken = false
  await partAhead(Part)
  expect(shown(Part)).toContain('<p>here</p>')
})

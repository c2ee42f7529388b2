// A process of its own that renders a template which wants all memory there is, and says by how much it grew: the most that was ever resident, as the
// system counts it, so that nobody has to look at the right moment.

import { createRenderer } from '../src/content/renderer.ts'

const facts = { subscriber: {}, trigger: {}, journey: 'welcome' } as unknown as Parameters<ReturnType<typeof createRenderer>['email']>[1]
// As much time as it wants, so that memory is what ends it.
const renderer = createRenderer({ limitMs: 60_000 })
const fine = { template: 'fine', subject: 'Hello', html: 'Hello {{ journey }}' }
await renderer.email(fine, facts)
const before = process.memoryUsage.rss()
const attacked = await renderer.email({ template: 'greedy', subject: 'Hello', html: '{{a}}'.repeat(64_000) }, facts)
const grownBytes = process.resourceUsage().maxRSS * 1024 - before
const next = await renderer.email(fine, facts)
await renderer.close()
process.stdout.write(JSON.stringify({ grownBytes, attacked: attacked.ok ? 'it was rendered' : attacked.reason, isNextRendered: next.ok }))

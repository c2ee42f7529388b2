// Renders messages from templates in a thread of its own. What an author or a subscriber wrote can slow one rendering down, but
// never the server, nor make it wait: a rendering that takes too much processor time or memory is ended with its thread, and every other
// one is done again in the next thread. It never reads a file or renders data as a template.

import { createHash } from 'node:crypto'
import type { Template } from '../model/definitions.ts'
import type { Facts, Rendered, Renderer } from '../model/facts.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import type { CompiledPage } from './compile-mjml.ts'
import type { TemplateSource } from './compile-template.ts'
import type { Job, JobResult } from './render-job.ts'
import { RenderThread } from './render-thread.ts'

export interface RendererOptions {
  /** Milliseconds of processor time for rendering one template; four times as much for compiling it, once. */
  readonly limitMs?: number
  /** Megabytes of old heap that the thread may hold. What the process grows by stays below it, because a tenth and more is there from the start. */
  readonly heapMb?: number
  /** Milliseconds of processor time for making HTML of one page in MJML; without it no page is compiled. */
  readonly pageMs?: number
  /** Milliseconds without work after which the thread ends, until there is some again; by default it stays. */
  readonly restMs?: number
}

export interface LimitedRenderer extends Renderer {
  /** Makes HTML of a page in MJML, in a language such as de; what takes too long or too much is a mistake of the page. */
  page(source: string, language: string): Promise<CompiledPage>
  /** How many times the thread had to be ended because one rendering took too much. */
  endedThreads(): number
}

/** With the young heap beside it, an attack takes less than 100 MB of memory before it is ended. */
const threadHeapMb = 104

/** Its thread starts with the first message. `close` ends it; what is then still waiting is answered with a reason. */
export function createRenderer({ limitMs = limits.renderMs, pageMs, heapMb = threadHeapMb, restMs }: RendererOptions = {}): LimitedRenderer {
  const thread = new RenderThread({ limitMs, pageMs, heapMb, restMs })
  const fingerprints = new WeakMap<Template, string>()
  const fingerprintOf = (template: Template): string => {
    let fingerprint = fingerprints.get(template)
    if (fingerprint === undefined) {
      fingerprint = fingerprintOfSource(sourceOf(template))
      fingerprints.set(template, fingerprint)
    }
    return fingerprint
  }
  return {
    async email(template, facts, missing = 'empty') {
      const isStrict = missing === 'refused'
      const fingerprint = `${fingerprintOf(template)}${isStrict ? ' strict' : ''}`
      const result = await thread.run({ kind: 'email', template: fingerprint, source: { ...sourceOf(template), isStrict }, facts: plain(facts) })
      return 'email' in result ? { ok: true, ...result.email } : failed(result)
    },
    async texts(texts, facts) {
      const job: Job = {
        kind: 'texts',
        texts: texts.map(({ text, encode }) => ({ text, encoding: encode === 'none' ? 'plain' : encode === 'xml' ? 'html' : encode })),
        facts: plain(facts),
      }
      const result = await thread.run(job)
      return 'texts' in result ? { ok: true, texts: result.texts } : failed(result)
    },
    async page(source, language) {
      const result = await thread.run({ kind: 'page', source, language })
      if ('page' in result) return result.page
      const reason = 'reason' in result ? result.reason : 'the thread answered another question'
      return { mistakes: [{ at: 0, message: mistake('page-too-much', { reason }), fix: mistake('page-simpler') }] }
    },
    endedThreads: () => thread.ended,
    close: () => thread.close(),
  }
}

function failed(result: JobResult): Rendered<never> {
  return { ok: false, reason: 'reason' in result ? result.reason : 'the thread answered another question' }
}

function sourceOf(template: Template): TemplateSource {
  const { template: name, subject, preheader, html, text } = template
  return { template: name, subject, preheader, html, text }
}

function fingerprintOfSource(source: TemplateSource): string {
  return createHash('sha256').update(JSON.stringify(source)).digest('base64')
}

/** Facts are JSON; anything else that came along could not cross to the thread. */
function plain(facts: Facts): Facts {
  const { catalogue, code, code_expires, conditions } = facts
  const { subscriber, trigger, cart, journey, step, workspace, unsubscribe_url, preferences_url, view_url, confirm_url } = facts
  const { topics, brand, segments, variants, now } = facts
  return {
    ...{ subscriber, trigger, cart, journey, step, workspace },
    ...(catalogue === undefined ? {} : { catalogue }),
    ...(code === undefined ? {} : { code }),
    ...(code_expires === undefined ? {} : { code_expires }),
    ...(unsubscribe_url === undefined ? {} : { unsubscribe_url }),
    ...(preferences_url === undefined ? {} : { preferences_url }),
    ...(view_url === undefined ? {} : { view_url }),
    ...(confirm_url === undefined ? {} : { confirm_url }),
    ...(topics === undefined ? {} : { topics }),
    ...(brand === undefined ? {} : { brand }),
    ...(segments === undefined ? {} : { segments }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(variants === undefined ? {} : { variants }),
    ...(now === undefined ? {} : { now }),
  }
}

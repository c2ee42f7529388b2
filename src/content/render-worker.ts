// The thread in which templates are compiled and rendered. It may be ended at any moment by src/content/renderer.ts, so it
// keeps nothing that cannot be made again. It never touches files (but for its own compiled
// code), the network or the clock.

import { flushCompileCache } from 'node:module'
import { getHeapStatistics } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { type CompiledTemplate, compileTemplate } from './compile-template.ts'
import type { Encoding } from './encoding.ts'
import { type CompiledText, compileText, liquidProblem, problemSentence } from './liquid.ts'
import { type EmailJob, type FromWorker, type Job, type JobResult, type PageJob, phases, progressAt, type TextsJob, type ToWorker } from './render-job.ts'

const progress = new Int32Array(workerData.progress as SharedArrayBuffer)
/** The compiler of MJML is large, and whoever sends mails has no use for it. */
const compileMjml = workerData.compiles === true ? (await import('./compile-mjml.ts')).compileMjml : undefined
const templates = new Map<string, CompiledTemplate | Error>()
const texts = new Map<string, CompiledText>()
const rememberedTexts = 1000
/** Of the memory that the thread may have, what may be in use before templates are forgotten. */
const keptShare = 0.4

parentPort?.on('message', (message: ToWorker) => {
  if ('forget' in message) {
    templates.delete(message.forget)
    return
  }
  Atomics.store(progress, progressAt.job, message.number)
  const answer = answerTo(message)
  Atomics.store(progress, progressAt.job, 0)
  parentPort?.postMessage(answer)
})

// Otherwise it is kept at the end only, and a process that is killed has none.
flushCompileCache()

function answerTo({ number, job }: Exclude<ToWorker, { readonly forget: string }>): FromWorker {
  const isLacking = job.kind === 'email' && job.source === undefined && !templates.has(job.template)
  return isLacking ? { number, lacks: job.template } : { number, result: run(job) }
}

function run(job: Job): JobResult {
  try {
    if (job.kind === 'email') return { ok: true, email: templateOf(job).render(job.facts) }
    if (job.kind === 'page') return compilePage(job)
    return { ok: true, texts: renderTexts(job) }
  } catch (error) {
    return { ok: false, reason: problemSentence(liquidProblem(error)) }
  }
}

function compilePage({ source, language }: PageJob): JobResult {
  if (compileMjml === undefined) throw new Error('this thread does not compile pages')
  Atomics.store(progress, progressAt.phase, phases.page)
  try {
    return { ok: true, page: compileMjml(source, language) }
  } finally {
    Atomics.store(progress, progressAt.phase, phases.rendering)
  }
}

function templateOf(job: EmailJob): CompiledTemplate {
  let compiled = templates.get(job.template)
  if (compiled === undefined) {
    if (job.source === undefined) throw new Error('the template did not come with the job')
    Atomics.store(progress, progressAt.phase, phases.compiling)
    makeRoom()
    compiled = compiledOrError(job.source)
    templates.set(job.template, compiled)
    Atomics.store(progress, progressAt.phase, phases.rendering)
  }
  if (compiled instanceof Error) throw compiled
  return compiled
}

/** Forgets half of the templates, the oldest, where they may need what a mail needs: the thread would be ended for somebody who did nothing wrong. */
function makeRoom(): void {
  const { used_heap_size: used, heap_size_limit: most } = getHeapStatistics()
  if (used < most * keptShare) return
  for (const name of [...templates.keys()].slice(0, Math.ceil(templates.size / 2))) templates.delete(name)
}

/** A template that does not compile is remembered too: it will not compile the next time either. */
function compiledOrError(source: NonNullable<EmailJob['source']>): CompiledTemplate | Error {
  try {
    return compileTemplate(source)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function renderTexts(job: TextsJob): string[] {
  return job.texts.map(({ text, encoding }) => textOf(text, encoding).render(job.facts))
}

function textOf(text: string, encoding: Encoding): CompiledText {
  const name = `${encoding} ${text}`
  let compiled = texts.get(name)
  if (compiled === undefined) {
    compiled = compileText(text, encoding)
    if (texts.size >= rememberedTexts) texts.clear()
    texts.set(name, compiled)
  }
  return compiled
}

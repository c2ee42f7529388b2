// The thread in which templates are compiled and rendered. It may be ended at any moment by src/content/renderer.ts, so it
// keeps nothing that cannot be made again. It never touches files (but for its own compiled
// code), the network or the clock.

import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { type CompiledTemplate, compileTemplate } from './compile-template.ts'
import type { Encoding } from './encoding.ts'
import { type CompiledText, compileText, liquidProblem, problemSentence } from './liquid.ts'
import { type EmailJob, type FromWorker, type Job, type JobResult, phases, progressAt, type TextsJob, type ToWorker } from './render-job.ts'

const progress = new Int32Array(workerData.progress as SharedArrayBuffer)
const templates = new Map<string, CompiledTemplate | Error>()
const texts = new Map<string, CompiledText>()
const rememberedTexts = 1000

parentPort?.on('message', (message: ToWorker) => {
  if ('forget' in message) {
    templates.delete(message.forget)
    return
  }
  Atomics.store(progress, progressAt.job, message.number)
  const answer: FromWorker = { number: message.number, result: run(message.job) }
  Atomics.store(progress, progressAt.job, 0)
  parentPort?.postMessage(answer)
})

// Otherwise it is kept at the end only, and a process that is killed has none.
flushCompileCache()

function run(job: Job): JobResult {
  try {
    if (job.kind === 'email') return { ok: true, email: templateOf(job).render(job.facts) }
    return { ok: true, texts: renderTexts(job) }
  } catch (error) {
    return { ok: false, reason: problemSentence(liquidProblem(error)) }
  }
}

function templateOf(job: EmailJob): CompiledTemplate {
  let compiled = templates.get(job.template)
  if (compiled === undefined) {
    if (job.source === undefined) throw new Error('the template did not come with the job')
    Atomics.store(progress, progressAt.phase, phases.compiling)
    compiled = compiledOrError(job.source)
    templates.set(job.template, compiled)
    Atomics.store(progress, progressAt.phase, phases.rendering)
  }
  if (compiled instanceof Error) throw compiled
  return compiled
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

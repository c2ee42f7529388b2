// What the renderer and its worker say to each other. The worker's own state is only what it compiled.

import type { Facts } from '../model/facts.ts'
import type { CompiledPage } from './compile-mjml.ts'
import type { RenderedEmail, TemplateSource } from './compile-template.ts'
import type { Encoding } from './encoding.ts'

export interface EmailJob {
  readonly kind: 'email'
  /** A hash of the template's parts: what the worker remembers it by. */
  readonly template: string
  /** Sent with the first job that needs it. */
  readonly source: TemplateSource | undefined
  readonly facts: Facts
}

export interface TextsJob {
  readonly kind: 'texts'
  readonly texts: readonly { readonly text: string; readonly encoding: Encoding }[]
  readonly facts: Facts
}

/** A page in MJML that is to become HTML. */
export interface PageJob {
  readonly kind: 'page'
  readonly source: string
  /** Such as de. */
  readonly language: string
}

export type Job = EmailJob | TextsJob | PageJob

export type ToWorker = { readonly number: number; readonly job: Job } | { readonly forget: string }

export type JobResult =
  | { readonly ok: true; readonly email: RenderedEmail }
  | { readonly ok: true; readonly texts: readonly string[] }
  | { readonly ok: true; readonly page: CompiledPage }
  | { readonly ok: false; readonly reason: string }

/** `lacks`: the template of the job was forgotten to make room, and has to come with it once more. */
export type FromWorker = { readonly number: number; readonly result: JobResult } | { readonly number: number; readonly lacks: string }

/** Places in the memory that both sides see while the worker is busy: the job it is at (0: none), and what it does for it. */
export const progressAt = { job: 0, phase: 1 } as const
/** Compiling is the same for everybody, and is done once; rendering is not. `page`: MJML becomes HTML. */
export const phases = { rendering: 0, compiling: 1, page: 2 } as const

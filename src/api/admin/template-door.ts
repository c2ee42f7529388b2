// What the doors of templates work with: the templates as they are written and edited, previews of what is not saved yet, and what there is to write
// into them.

import type { JsonObject } from '../../model/json.ts'
import type { OwnHead } from '../../model/own-head.ts'

/** Something wrong in what an author wrote. */
export interface TemplateProblem {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly fix: string | null
  readonly file: string
  readonly line: number
  readonly column: number
  /** subject, preheader, html, mjml or text; null where it is about the template as a whole. */
  readonly part: string | null
  readonly locale: string | null
  /** Line and column inside of a part that stands in the definition itself; null elsewhere. */
  readonly inPart: { readonly line: number; readonly column: number } | null
}

export interface TemplateLine {
  readonly template: string
  readonly description: string | null
  readonly kind: 'mjml' | 'html'
  readonly subject: string
  readonly topic: string | null
  readonly locales: readonly string[]
  /** That of what is for everybody: the first of the workspace. */
  readonly language: string
  readonly samples: readonly string[]
  readonly file: string
  readonly line: number
  /** in force: as it is written · changed: written otherwise than what is in force · new: not in force yet. */
  readonly state: 'in force' | 'changed' | 'new'
  /** Whether the console can write it: a program cannot be edited there. */
  readonly isEditable: boolean
  readonly journeys: readonly { readonly journey: string; readonly steps: readonly string[] }[]
  /** Whether it is the mail of a double opt-in. */
  readonly confirms: boolean
}

export interface OneTemplate extends TemplateLine {
  /** Which document of its file, from 0. */
  readonly index: number
  /** As the file says it, with the names of parts that stand in files. */
  readonly written: JsonObject
  readonly parts: readonly { readonly part: string; readonly locale: string | null; readonly file: string; readonly isInline: boolean; readonly text: string }[]
  readonly partials: readonly { readonly file: string; readonly text: string }[]
}

/** Whom and what a template is shown with. */
export interface ShownWith {
  /** A userId, an anonymousId, # and the number, or a mail address. */
  readonly as?: string | undefined
  /** The place in the log of an event of theirs: the one that would have started the journey. */
  readonly event?: number | undefined
  readonly sample?: string | undefined
  /** Facts as a sample has them. */
  readonly data?: JsonObject | undefined
  readonly locale?: string | undefined
}

/** Texts of files that are not saved: by path; null for one that is to be taken away. */
export type UnsavedTexts = Readonly<Record<string, string | null>>

export interface PreviewWish extends ShownWith, OwnHead {
  readonly template: string
  readonly files?: UnsavedTexts | undefined
  /** One of its versions instead of what is written. */
  readonly version?: number | undefined
}

export interface TemplatePreview {
  readonly template: string
  /** Null when it cannot be made; the problems say why. */
  readonly mail: {
    readonly subject: string
    readonly preheader: string
    readonly html: string
    readonly text: string
    /** Of the HTML as it is sent, with links that are followed. */
    readonly bytes: number
    readonly clippedAtBytes: number
    readonly from: string
    /** Where each link to a web page leads in the end, UTM parameters with it; `name` is what the author calls it. */
    readonly links: readonly { readonly target: string; readonly name: string | null }[]
    /** Whose UTM parameters these are: the first journey in force that sends it. Null where none does. */
    readonly sentBy: { readonly journey: string; readonly step: string } | null
  } | null
  /** The key under `locales` that was chosen; null for everybody's. */
  readonly locale: string | null
  readonly problems: readonly TemplateProblem[]
  /** What it was filled with. */
  readonly facts: JsonObject
  /** Whose they were; null for a sample. */
  readonly subscriber: number | null
}

export interface SuggestedPerson {
  readonly subscriber: number
  readonly userId: string | null
  readonly label: string
  /** got it: they were sent it · could get it: they did what lets people into a journey that sends it · somebody: lately here. */
  readonly why: 'got it' | 'could get it' | 'somebody'
  /** Events of theirs, those that let people in first. */
  readonly events: readonly { readonly event: number; readonly name: string; readonly at: number; readonly isTrigger: boolean }[]
}

export interface Placeholder {
  /** Such as subscriber.first_name. */
  readonly path: string
  readonly kind: 'attribute' | 'trigger' | 'cart' | 'catalogue' | 'brand' | 'link' | 'workspace' | 'other'
  readonly type: string
  /** A value that was really there; null where none was seen. */
  readonly example: string | null
  /** Share of the people, or events, looked at that have it; null where that means nothing. */
  readonly share: number | null
}

export interface Placeholders {
  readonly placeholders: readonly Placeholder[]
  readonly filters: readonly string[]
  readonly tags: readonly string[]
  readonly partials: readonly string[]
}

/** A field that a template prints without a default, and how many real people lack it. */
export interface FieldGap {
  readonly template: string
  readonly field: string
  readonly journey: string | null
  /** Of so many people looked at, so many lack it. */
  readonly looked: number
  readonly lack: number
}

/** One thing that a version changed of the one before, such as the subject, in a language or everybody's. */
export interface TemplateChange {
  readonly part: string
  readonly locale: string | null
}

/** One version of a template: a publication made it. */
export interface TemplateVersionLine {
  readonly version: number
  readonly publication: number
  readonly at: number
  readonly by: string | null
  readonly endedAt: number | null
  readonly isInForce: boolean
  /** The first older version that said the same. */
  readonly sameAs: number | null
  readonly subject: string
  readonly changed: readonly TemplateChange[]
}

/** What a template says, as texts: its settings as YAML and its parts with partials in their place. */
export interface TemplateSourceText {
  readonly settings: string
  readonly parts: readonly { readonly part: 'html' | 'mjml' | 'text'; readonly locale: string | null; readonly text: string }[]
}

/** New texts of files. */
export interface RestoredTexts {
  readonly files: ReadonlyMap<string, string>
  /** Of these, those that are not there yet. */
  readonly added: ReadonlySet<string>
}

export interface TemplateDoor {
  /** Newest first; none where it was never in force. */
  versions(template: string): Promise<readonly TemplateVersionLine[]>
  /** What a version says, or what the folder says with its drafts; undefined where there is no such thing, or the folder's has mistakes. */
  source(template: string, version: number | 'folder'): Promise<TemplateSourceText | undefined>
  /** The texts that make the folder say a version again; a text says why there are none. */
  restored(template: string, version: number): Promise<RestoredTexts | string | undefined>
  list(): Promise<{ readonly templates: readonly TemplateLine[] }>
  read(template: string): Promise<OneTemplate | undefined>
  preview(wish: PreviewWish, now: number): Promise<TemplatePreview | 'no template' | 'nobody' | 'no sample'>
  /** What a test of what is written now would be made from. */
  draftOf(wish: PreviewWish, now: number): Promise<DraftMail | 'no template' | 'nobody' | 'no sample'>
  people(template: string): Promise<readonly SuggestedPerson[]>
  placeholders(template: string): Promise<Placeholders | undefined>
  gaps(): Promise<readonly FieldGap[]>
}

/** A draft with what fills it; the template is undefined when it cannot be made. */
export type DraftMail = {
  readonly problems: readonly TemplateProblem[]
  readonly send: ((to: string) => Promise<{ sent: boolean; detail: string }>) | undefined
}

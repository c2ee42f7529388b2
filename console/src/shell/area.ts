// What an area of the console is: its words, its place in the rail, its pages, and what of it the palette finds. Each area says so in its own
// areas/NAME/routes.tsx; no list names them.

import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { WordFiles } from '../words/words.ts'
import type { JourneyChange } from './publish/publish-props.ts'

export interface Page {
  /** Below the page it stands in: '/people', '/people/$subscriber'. A part that begins with $ is a parameter. */
  readonly path: string
  /** The page, fetched when it is opened: () => import('./people-page.tsx').then((it) => it.PeoplePage) */
  readonly load: () => Promise<ComponentType>
  /** Begins to ask for what the page shows first (askAhead), while the page itself is still being fetched. */
  readonly prepare?: (asked: { readonly search: Readonly<Record<string, string>>; readonly params: Readonly<Record<string, string>> }) => void
  /** bare: without rail and header, and for whoever comes, such as the page to sign in. */
  readonly frame?: 'bare'
  /** Pages that this one shows in its <Outlet />. */
  readonly inside?: readonly Page[]
}

export interface Found {
  readonly title: string
  /** What tells it from others of its name. */
  readonly detail?: string
  /** Where it leads, below /console. */
  readonly to: string
}

export interface MakeProps {
  readonly onMade: (name: string) => void
  readonly onClose: () => void
}

export interface TemplateMaker {
  /** The window. */
  readonly MakeTemplate: ComponentType<MakeProps>
  /** Sentences that a ready design came with, in whatever language, and that still stand in these pages though they are there to be replaced. */
  leftOfDesign(pages: readonly string[]): Promise<readonly string[]>
}

/** A version of a journey as the server gives it. */
export interface JourneyVersion {
  readonly version: number
  readonly definition: Readonly<Record<string, unknown>>
}

export interface StepCalled {
  /** Its kind and what it says: "Wait for 3 days". */
  readonly words: string
  /** Whether messages come of it. */
  readonly sends: boolean
}

/** A sentence as data: its code, and what is filled in. */
export interface Said {
  readonly code: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface Area {
  /** The folder's name: also the name of its words. */
  readonly name: string
  readonly words: WordFiles
  /** Its place in the rail; its label is `rail.NAME` of the shell's words. */
  readonly rail?: {
    readonly to: string
    readonly icon: LucideIcon
    /** Home 10, Journeys 20, Segments 30, Templates 40, Messages 50, People 60, Live events 70; Catalogue 110 and so on stand apart from 100 on. */
    readonly order: number
  }
  readonly pages: readonly Page[]
  /** A card of this area on the first page, above its numbers; it shows nothing when it has nothing to say. Fetched with the area's words. */
  readonly atHome?: () => Promise<ComponentType>
  /** The lines of what changes in a journey, with their words; of the one area that knows how they are said. */
  readonly journeyChanges?: () => Promise<ComponentType<{ readonly changes: readonly JourneyChange[] }>>
  /** What the steps of a journey's versions are called, by their ids; of the one area that knows how they are said. Fetched with that area's words. */
  readonly stepsInWords?: () => Promise<(versions: readonly JourneyVersion[]) => ReadonlyMap<string, StepCalled>>
  /** A sentence that was answered as data, in words; of the one area that knows how such are said. */
  readonly sayings?: () => Promise<ComponentType<{ readonly said: Said }>>
  /** What makes a template, for wherever one is chosen. Fetched with the area's words. */
  readonly makesTemplates?: () => Promise<TemplateMaker>
  /** Things of this area that match a text, for the palette. Fetch what it needs inside. */
  readonly find?: (text: string, signal: AbortSignal) => Promise<readonly Found[]>
}

/** Checks the form of an area as it is written. */
export function defineArea(area: Area): Area {
  return area
}

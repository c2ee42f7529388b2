// What is wrong with a template, the errors first, each with its place, which a click opens, and what to do about it.

import { CircleAlert, CircleCheck, TriangleAlert, Users } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { useWords } from '../../words/words.ts'

export type Preview = AnswerOf<'POST /templates/{template}/preview'>
export type TemplateProblem = Preview['problems'][number]

export interface ProblemListProps {
  readonly problems: readonly TemplateProblem[]
  /** Sentences about real people, such as what they lack. */
  readonly notes: readonly string[]
  readonly onOpen: (problem: TemplateProblem) => void
}

/** The list; it says so when there is nothing wrong. */
export function ProblemList({ problems, notes, onOpen }: ProblemListProps) {
  const say = useWords('templates')
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return (
    <section aria-label={say('problems')} className="rounded-lg border border-line bg-card">
      <h2 className="flex items-center gap-2 px-3 py-2 text-sm font-medium" aria-live="polite">
        {problems.length === 0 ? (
          <CircleCheck aria-hidden className="size-4 text-good" />
        ) : errors > 0 ? (
          <CircleAlert aria-hidden className="size-4 text-bad" />
        ) : (
          <TriangleAlert aria-hidden className="size-4 text-warn" />
        )}
        {problems.length === 0
          ? say('no-problems')
          : [errors > 0 ? say('errors', { count: errors }) : '', problems.length > errors ? say('warnings', { count: problems.length - errors }) : '']
              .filter((one) => one !== '')
              .join(', ')}
      </h2>
      {problems.length > 0 && (
        <ul className="max-h-56 overflow-y-auto border-t border-line">
          {problems.map((problem) => (
            <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.code}:${problem.message}`} className="border-b border-line last:border-b-0">
              <button type="button" onClick={() => onOpen(problem)} className="flex w-full items-start gap-2 px-3 py-2 text-start hover:bg-sunken">
                {problem.severity === 'error' ? (
                  <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
                ) : (
                  <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
                )}
                <span className="min-w-0 flex-1">
                  <span className="sr-only">{say(`severity.${problem.severity}`)}: </span>
                  <span className="block break-words">{problem.message}</span>
                  {problem.fix !== null && <span className="block text-sm break-words text-soft">{problem.fix}</span>}
                </span>
                <span className="shrink-0 font-mono text-xs text-soft">{placeOf(problem)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul className="border-t border-line">
          {notes.map((note) => (
            <li key={note} className="flex gap-2 px-3 py-2">
              <Users aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              {note}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Where it is, shortly: in a part that stands in the definition itself, the line of the part. */
function placeOf({ file, line, part, inPart }: TemplateProblem): string {
  const isInside = inPart !== null && (part === 'html' || part === 'mjml' || part === 'text')
  return isInside ? `${part}:${inPart.line}` : `${file.split('/').at(-1)}:${line}`
}

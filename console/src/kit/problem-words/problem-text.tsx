// What a problem says, in words of their own, which are fetched when there is a problem: its kind, and what is wrong this time where the server told that as data too,
// as is what is wrong in each file.

import { useContext, useMemo } from 'react'
import type { Fault, Problem } from '../../client/problem.ts'
import { loadWords, registerWords, useWords } from '../../words/words.ts'
import type { SaidMistake, Told } from '../mistakes/told.ts'
import { useInWords } from '../mistakes/use-in-words.ts'
import { PlaceContext } from '../place-context.ts'

export interface ProblemTextProps {
  readonly problem: Problem
  /** As it is called where there are no words for its kind. */
  readonly title: string
}

const none: readonly Told[] = []

function ProblemText({ problem: { code, detail, errors, body }, title }: ProblemTextProps) {
  const say = useWords('problem')
  const message = body['said'] as SaidMistake | undefined
  const asked = useMemo(() => (message === undefined ? none : [{ message: detail, said: { message, fix: null } }]), [message, detail])
  const [told] = useInWords(asked)
  const files = useMemo(() => errors.filter(({ said }) => said !== undefined), [errors])
  const text = told?.message ?? detail
  if (told !== undefined && files.length > 0) {
    return (
      <>
        <p className="font-medium">{text}</p>
        <FileFaults faults={files} />
      </>
    )
  }
  return (
    <>
      <p className="font-medium">{say(code, { defaultValue: title })}</p>
      {errors.length > 0 && told === undefined ? (
        <RequestFaults faults={errors} />
      ) : (
        text !== '' && text !== title && <p className="mt-0.5 break-words">{text}</p>
      )}
    </>
  )
}

/** What is wrong in a request, each with the name of the field. */
function RequestFaults({ faults }: { readonly faults: readonly Fault[] }) {
  const asked = useMemo(() => faults.map((one): FaultInWords => ({ place: fieldOf(one.place), message: one.detail, ...toldOf(one) })), [faults])
  return (
    <ul className="mt-0.5 list-disc ps-4">
      {useInWords(asked).map(({ place, message }) => (
        <li key={`${place} ${message}`} className="break-words">
          {place !== '' && <span className="font-medium">{place}: </span>}
          {message}
        </li>
      ))}
    </ul>
  )
}

/** The field of "the body: name"; nothing where it is the body as a whole. */
function fieldOf(place: string): string {
  return place.replace(/^the (?:body|query|path)(?:: |$)/, '')
}

function toldOf({ said }: Fault): Pick<Told, 'said'> {
  return said === undefined ? {} : { said: said as NonNullable<Told['said']> }
}

interface FaultInWords extends Told {
  readonly place: string
}

/** What is wrong in files, each with its place, and what to do about it. */
function FileFaults({ faults }: { readonly faults: readonly Fault[] }) {
  const Place = useContext(PlaceContext)
  const asked = useMemo(() => faults.map((one): FaultInWords => ({ place: one.place, message: one.detail, ...toldOf(one) })), [faults])
  return (
    <ul className="mt-1 max-h-40 list-disc overflow-y-auto ps-4">
      {useInWords(asked).map(({ place, message, fix }) => (
        <li key={`${place} ${message}`} className="break-words">
          {Place === undefined ? <span className="font-mono text-xs">{place}</span> : <Place place={place} />} {message}
          {fix !== undefined && fix !== null && <span className="block text-soft">{fix}</span>}
        </li>
      ))}
    </ul>
  )
}

/** lazy(() => import('./problem-words/problem-text.tsx').then((it) => it.loadProblemText())) */
export async function loadProblemText(): Promise<{ readonly default: typeof ProblemText }> {
  registerWords('problem', import.meta.glob('./words/*.json'))
  await loadWords('problem')
  return { default: ProblemText }
}

// Before a draft is in force: what changes, what is wrong, who is inside and where they go, whether the tests hold. Then one button.

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { refresh } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { DiffView } from '../../kit/diff-view.tsx'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { Draft } from './use-draft.ts'

type Check = AnswerOf<'POST /drafts/check'>
type People = 'stay' | 'move' | 'restart'

interface StepPreview {
  readonly version: number
  readonly step: string
  readonly people: number
  readonly change: 'same' | 'changed' | 'removed'
  readonly goTo: string
}

interface JourneyPreview {
  readonly journey: string
  readonly change: 'new' | 'changed' | 'same' | 'retired'
  readonly from: number | null
  readonly to: number | null
  readonly changes: readonly { readonly kind: string; readonly step: string | null; readonly words: string }[]
  readonly inside: number
  readonly steps: readonly StepPreview[]
}

interface Preview {
  readonly journeys: readonly JourneyPreview[]
  readonly templates: readonly string[]
  readonly segments: readonly string[]
  readonly questions: readonly string[]
}

/** The window. */
export function PublishDialog({ draft, journey, onClose }: { readonly draft: Draft; readonly journey: string; readonly onClose: () => void }) {
  const say = useWords('journeys')
  const client = useQueryClient()
  const [people, setPeople] = useState<People>('stay')
  const [map, setMap] = useState<Readonly<Record<string, string>>>({})
  const looked = useLook(draft, people, map)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Refusal | undefined>(undefined)
  const isGood = looked.check?.isGood === true && looked.preview !== undefined && looked.preview.questions.length === 0
  const publish = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await ask('POST /drafts/publish', { body: { paths: [draft.path], people, map } })
      const { state, problem: why } = await ask('GET /publish', { query: { wait: 60 } })
      if (state === 'refused') throw new Error(why ?? '')
      await refresh(client, ['/definitions', '/journeys', '/publish', '/pauses'])
      draft.reload()
      toast(say('published'))
      onClose()
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('publish.title')}
      description={say('publish.about')}
      size="wide"
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={!isGood} onClick={() => void publish()}>
            {say('publish.button')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {problem !== undefined && <Problem problem={problem} />}
        {looked.problem !== undefined && <Problem problem={looked.problem} />}
        <Verdict check={looked.check} />
        {looked.preview !== undefined && <Inside {...{ journey, preview: looked.preview, people, setPeople, map, setMap }} />}
        <section>
          <h3 className="mb-2 text-base font-semibold">{say('publish.text')}</h3>
          <DiffView label={say('publish.text')} before={draft.fileText ?? ''} after={draft.text} language="yaml" className="h-72" />
        </section>
      </div>
    </Dialog>
  )
}

/** Checks the draft, and asks what it would mean, anew whenever something else is chosen. */
function useLook({ path, settled }: Draft, people: People, map: Readonly<Record<string, string>>) {
  const [check, setCheck] = useState<Check | undefined>(undefined)
  const [preview, setPreview] = useState<Preview | undefined>(undefined)
  const [problem, setProblem] = useState<Refusal | undefined>(undefined)
  const asked = JSON.stringify(map)
  useEffect(() => {
    const stop = new AbortController()
    const look = async (): Promise<void> => {
      setProblem(undefined)
      // What was typed last is on its way to the server.
      if (!(await settled())) return
      const found = await ask('POST /drafts/check', { body: { paths: [path], tests: true }, signal: stop.signal })
      setCheck(found)
      if (!found.isGood) return
      await ask('POST /drafts/publish', {
        body: { paths: [path], people, map: JSON.parse(asked) as Record<string, string>, dryRun: true },
        signal: stop.signal,
      })
      const answer = await ask('GET /publish', { query: { wait: 60 }, signal: stop.signal })
      setPreview((answer.preview ?? undefined) as unknown as Preview | undefined)
      if (answer.problem !== null) throw new Error(answer.problem)
    }
    look().catch((error: unknown) => {
      if (!stop.signal.aborted) setProblem(asProblem(error))
    })
    return () => stop.abort()
  }, [path, settled, people, asked])
  return { check, preview, problem }
}

function Verdict({ check }: { readonly check: Check | undefined }) {
  const say = useWords('journeys')
  if (check === undefined) return <Skeleton lines={2} className="h-5" />
  const errors = check.problems.filter(({ severity }) => severity === 'error')
  return (
    <section className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-2">
        <Badge kind={check.isGood ? 'good' : 'bad'}>{check.isGood ? say('publish.good') : say('publish.mistakes', { count: errors.length })}</Badge>
        {check.tests !== null && check.tests.passed + check.tests.failed.length > 0 && (
          <Badge kind={check.tests.failed.length === 0 ? 'good' : 'warn'}>
            {say('publish.tests', { passed: check.tests.passed, failed: check.tests.failed.length })}
          </Badge>
        )}
      </p>
      {check.problems.length > 0 && (
        <ul className="m-0 flex flex-col gap-1 ps-5 text-base">
          {check.problems.slice(0, 10).map((one) => (
            <li key={`${one.file} ${one.line} ${one.message}`}>
              <span className="font-medium">
                {one.file}:{one.line}
              </span>{' '}
              {one.message}
              {one.fix !== undefined && <span className="text-soft"> · {one.fix}</span>}
            </li>
          ))}
        </ul>
      )}
      {check.tests?.failed.map((one) => (
        <p key={one.name} className="rounded-md bg-warn-tint p-2.5 text-base">
          <span className="font-medium">{one.name}</span>: {one.message}
        </p>
      ))}
    </section>
  )
}

interface InsideProps {
  readonly journey: string
  readonly preview: Preview
  readonly people: People
  readonly setPeople: (people: People) => void
  readonly map: Readonly<Record<string, string>>
  readonly setMap: (map: Readonly<Record<string, string>>) => void
}

function Inside({ journey, preview, people, setPeople, map, setMap }: InsideProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const own = preview.journeys.find((one) => one.journey === journey)
  const others = [...preview.journeys.filter((one) => one.journey !== journey).map((one) => one.journey), ...preview.templates, ...preview.segments]
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-base font-semibold">{say('publish.means')}</h3>
      {own === undefined && <p className="text-base text-soft">{say('publish.same')}</p>}
      {own !== undefined && (
        <>
          <p className="text-base">
            {own.change === 'new'
              ? say('publish.new')
              : own.change === 'retired'
                ? say('publish.retired')
                : say('publish.version', { from: own.from, to: own.to })}{' '}
            {own.inside > 0 ? say('publish.inside', { count: own.inside }) : say('publish.nobody')}
          </p>
          {own.changes.length > 0 && (
            <ul className="m-0 ps-5 text-base">
              {own.changes.map((one) => (
                <li key={`${one.kind} ${one.step} ${one.words}`}>
                  <Badge kind={one.kind === 'added' ? 'good' : one.kind === 'removed' ? 'bad' : 'plain'}>{say(`change.${one.kind}`)}</Badge>{' '}
                  {one.step !== null && <code className="text-sm">{one.step}</code>} {one.words}
                </li>
              ))}
            </ul>
          )}
          {own.inside > 0 && own.change !== 'retired' && (
            <Field label={say('publish.people')} hint={say(`publish.people-hint.${people}`)}>
              {(parts) => (
                <Select {...parts} value={people} onChange={(event) => setPeople(event.target.value as People)} className="max-w-96">
                  {(['stay', 'move', 'restart'] as const).map((one) => (
                    <option key={one} value={one}>
                      {say(`publish.people-choice.${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          {own.steps.some((step) => step.people > 0) && (
            <table className="w-full max-w-2xl text-start text-base">
              <thead className="text-sm text-soft">
                <tr>
                  <th className="py-1 pe-3 text-start font-medium">{say('publish.at-step')}</th>
                  <th className="py-1 pe-3 text-end font-medium">{say('publish.how-many')}</th>
                  <th className="py-1 text-start font-medium">{say('publish.go-to')}</th>
                </tr>
              </thead>
              <tbody>
                {own.steps.map((step) => (
                  <tr key={`${step.version} ${step.step}`} className="border-t border-line">
                    <td className="py-1 pe-3">{step.step}</td>
                    <td className="py-1 pe-3 text-end">{formats.number(step.people)}</td>
                    <td className="py-1">
                      {people === 'move' && step.change === 'removed' ? (
                        <Select
                          aria-label={say('publish.go-to-of', { step: step.step })}
                          value={map[step.step] ?? ''}
                          onChange={(event) => setMap({ ...map, [step.step]: event.target.value })}
                          className="max-w-60"
                        >
                          <option value="">{say('publish.choose')}</option>
                          <option value=":end">{say('publish.to-end')}</option>
                          <option value=":stay">{say('publish.to-stay')}</option>
                        </Select>
                      ) : step.goTo === 'stay' ? (
                        say('publish.to-stay')
                      ) : step.goTo === 'complete' ? (
                        say('publish.to-end')
                      ) : (
                        step.goTo
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
      {others.length > 0 && <p className="text-base text-soft">{say('publish.others', { names: others.join(', ') })}</p>}
    </section>
  )
}

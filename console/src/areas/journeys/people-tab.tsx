// Who is inside a journey now, and at which step.

import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type AnswerOf, ask } from '../../client/ask.ts'
import type { Problem as Refusal } from '../../client/problem.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Select } from '../../kit/input.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { StepName, useRanSteps } from './step-name.tsx'
import { stepInWords } from './step-names.ts'
import { useNumbers } from './use-numbers.ts'

type Answer = AnswerOf<'POST /subscribers/search'>
type MailState = Answer['subscribers'][number]['mail']
const mailStates: readonly MailState[] = ['can be mailed', 'not written to', 'no address']

/** The tab. */
export function PeopleTab({ journey, isLive }: { readonly journey: string; readonly isLive: boolean }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const [at, setAt] = useUrlState('at')
  const [mail, setMail] = useUrlState('mail')
  const numbers = useNumbers(journey, { days: 'all', isLive })
  const found = useInfiniteQuery<
    Answer,
    Refusal,
    { readonly pages: readonly Answer[]; readonly pageParams: readonly unknown[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ['/subscribers/search', journey, 'inside', at, mail],
    initialPageParam: undefined,
    queryFn: ({ signal, pageParam }) =>
      ask('POST /subscribers/search', {
        query: { limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        body: { journey, ...(at === '' ? {} : { step: at }), ...(mail === '' ? {} : { mail: mail as MailState }) },
        signal,
      }),
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: isLive,
  })
  const pages = pagesOf(found, (answer) => answer.subscribers)
  const ran = useRanSteps(journey, isLive)
  const called = (id: string): string => {
    const step = ran.get(id)
    const words = step === undefined ? '' : stepInWords(step, say)
    return words === '' ? id : `${words} · ${id}`
  }
  const placesOf = (one: Answer['subscribers'][number]) => one.journeys.filter((place) => place.journey === journey)
  const steps = [...(numbers?.steps ?? [])].filter(([, { hereNow }]) => hereNow > 0)
  const nobody = <EmptyState title={say('people.nobody')}>{say('people.nobody-about')}</EmptyState>
  if (!isLive) return nobody
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Select aria-label={say('people.at')} value={at} onChange={(event) => setAt(event.target.value)} className="max-w-52">
          <option value="">{say('people.everywhere', { count: numbers?.inside ?? 0 })}</option>
          {steps.map(([step, { hereNow }]) => (
            <option key={step} value={step}>
              {say('people.at-step', { step: called(step), count: formats.number(hereNow) })}
            </option>
          ))}
        </Select>
        <Select aria-label={say('people.mail')} value={mail} onChange={(event) => setMail(event.target.value)} className="max-w-80">
          <option value="">{say('people.mail-any')}</option>
          {mailStates.map((state) => (
            <option key={state} value={state}>
              {say(`people.mail-state.${state}`)}
            </option>
          ))}
        </Select>
      </div>
      {found.error !== null && <Problem problem={found.error} />}
      <DataTable
        label={say('people.title')}
        {...pages}
        rowKey={(one) => String(one.subscriber)}
        empty={nobody}
        columns={[
          {
            key: 'who',
            title: say('people.who'),
            cell: (one) => (
              <Link to="/people/$subscriber" params={{ subscriber: `#${one.subscriber}` } as never} className={linkLook}>
                {one.name ?? one.email ?? one.userId ?? `#${one.subscriber}`}
              </Link>
            ),
          },
          { key: 'email', title: say('people.email'), isSecondary: true, cell: (one) => one.email ?? '' },
          {
            key: 'step',
            title: say('step'),
            cell: (one) =>
              placesOf(one).map(({ step }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: passages in the order of the person
                <span key={index} className="block truncate">
                  <StepName id={step} step={ran.get(step)} />
                </span>
              )),
          },
          {
            key: 'until',
            title: say('people.until'),
            width: 'w-44',
            cell: (one) =>
              placesOf(one).map(({ wakesAt }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: passages in the order of the person
                <span key={index} className="block truncate">
                  {wakesAt === null ? <span className="text-soft">{say('people.until-event')}</span> : <RelativeTime at={wakesAt} />}
                </span>
              )),
          },
          {
            key: 'last',
            title: say('people.last'),
            width: 'w-40',
            wraps: true,
            isSecondary: true,
            cell: (one) => (one.lastAt === null ? '' : <RelativeTime at={one.lastAt} />),
          },
        ]}
      />
    </div>
  )
}

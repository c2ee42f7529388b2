// The message itself: as its reader saw it, in a frame that can do nothing; as text; its headers; its source; and where its links lead, with the clicks on each.

import { useEffect, useState } from 'react'
import { ask } from '../../client/ask.ts'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { Message } from './message.ts'

type Tab = 'html' | 'text' | 'headers' | 'links' | 'source'

/** <MessageBody message={message} /> */
export function MessageBody({ message }: { readonly message: Message }) {
  const say = useWords('messages')
  const content = useAsk('GET /messages/{message}/content', { params: { message: message.key } })
  const hasHtml = content.data?.hasHtml === true
  const [chosen, setChosen] = useUrlState('view')
  if (content.error !== null) return <Problem problem={content.error} />
  if (content.data === undefined) return <Skeleton className="h-96" />
  const { text, headers, source, isWhole } = content.data
  const tabs: readonly Tab[] = [...(hasHtml ? (['html'] as const) : []), 'text', 'headers', ...(message.links.length > 0 ? (['links'] as const) : []), 'source']
  const tab = tabs.find((one) => one === chosen) ?? tabs[0] ?? 'text'
  return (
    <Card>
      <Tabs label={say('content')} tabs={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))} value={tab} onChange={setChosen}>
        {!isWhole && <p className="mt-3 text-soft">{say('only-outside')}</p>}
        {hasHtml && (
          <TabPanel value="html">
            <AsSeen message={message.key} />
          </TabPanel>
        )}
        <TabPanel value="text">
          <Scrolling label={say('tab.text')} text={text} />
        </TabPanel>
        <TabPanel value="headers">
          <dl className="m-0 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm phone:grid-cols-1">
            {headers.map(({ name, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a header may occur twice, in a fixed order
              <div key={`${name} ${index}`} className="contents">
                <dt className="font-medium">{name}</dt>
                <dd className="m-0 font-mono break-all text-soft phone:mb-1">{value}</dd>
              </div>
            ))}
          </dl>
        </TabPanel>
        <TabPanel value="links">
          <Links message={message} />
        </TabPanel>
        <TabPanel value="source">
          <Scrolling label={say('tab.source')} text={source} />
        </TabPanel>
      </Tabs>
    </Card>
  )
}

/** The link is good for ten minutes; it is asked for when somebody looks. */
function AsSeen({ message }: { readonly message: string }) {
  const say = useWords('messages')
  const [path, setPath] = useState<string>()
  const [problem, setProblem] = useState<Refusal>()
  const [width, setWidth] = useState<'wide' | 'phone'>('wide')
  const [pictures, setPictures] = useState<'own' | 'remote'>('own')
  useEffect(() => {
    let isGone = false
    ask('POST /messages/{message}/view', { params: { message } })
      .then((view) => !isGone && setPath(view.path))
      .catch((error: unknown) => !isGone && setProblem(asProblem(error)))
    return () => {
      isGone = true
    }
  }, [message])
  if (problem !== undefined) return <Problem problem={problem} />
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <div className="w-44">
          <Select aria-label={say('width')} value={width} onChange={(event) => setWidth(event.target.value as 'wide' | 'phone')}>
            {(['wide', 'phone'] as const).map((value) => (
              <option key={value} value={value}>
                {say(`width-of.${value}`)}
              </option>
            ))}
          </Select>
        </div>
        {pictures === 'own' && (
          <Button size="small" onClick={() => setPictures('remote')}>
            {say('load-pictures')}
          </Button>
        )}
      </div>
      {path === undefined ? (
        <Skeleton className="h-96" />
      ) : (
        <iframe
          title={say('as-seen')}
          src={`${path}/html?pictures=${pictures}`}
          sandbox=""
          className={classes('mx-auto block h-[70vh] rounded-md border border-line bg-white', width === 'phone' ? 'w-[390px] max-w-full' : 'w-full')}
        />
      )}
    </>
  )
}

function Scrolling({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className="max-h-[70vh] overflow-auto rounded-md bg-sunken p-3">
      <pre className="font-mono text-sm break-words whitespace-pre-wrap">{text}</pre>
    </section>
  )
}

function Links({ message }: { readonly message: Message }) {
  const say = useWords('messages')
  const formats = useFormats()
  return (
    <ul className="flex flex-col gap-3">
      {message.links.map(({ target, label, clicks }) => (
        <li key={`${label} ${target}`}>
          <p className="font-medium break-all">{label === target ? target : label}</p>
          {label !== target && <p className="text-sm break-all text-soft">{target}</p>}
          <p className="text-sm">
            {say('clicks', { count: clicks.human })}
            {clicks.machine + clicks.proxy > 0 && (
              <span className="text-soft"> · {say('clicks-machine', { count: formats.number(clicks.machine + clicks.proxy) })}</span>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}

// What to paste so that events come: one line for pages, requests for servers, with the key and the address of this workspace.

import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { isOwnMachine } from '../../kit/own-machine.ts'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { examples } from './examples.ts'

const tabs = ['page', 'curl', 'node', 'pixel'] as const
type Consent = 'ask' | 'given'

/** The card. `publicUrl` is where people reach this server; undefined until that is known. */
export function SendEvents({ publicUrl }: { readonly publicUrl: string | undefined }) {
  const say = useWords('developers')
  const [tab, setTab] = useUrlState('tab', 'page')
  const [consent, setConsent] = useState<Consent>('ask')
  const keys = useAsk('GET /write-keys', {})
  const address = publicUrl ?? location.origin
  const browserKey = keys.data?.keys.find(({ kind }) => kind === 'browser')?.key ?? 'web_…'
  const texts = examples({ address, browserKey, consent })
  return (
    <Card title={say('connect')}>
      <Tabs label={say('connect')} tabs={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))} value={tab as (typeof tabs)[number]} onChange={setTab}>
        {tabs.map((one) => (
          <TabPanel key={one} value={one}>
            <p className="mb-2 text-base text-soft">{say(`tab-about.${one}`)}</p>
            {one === 'page' && <ConsentChoice value={consent} onChange={setConsent} />}
            <Example text={texts[one]} label={say(`tab.${one}`)} />
            {one === 'page' && consent === 'ask' && (
              <>
                <p className="mt-3 mb-2 text-base text-soft">{say('consent.then')}</p>
                <Example text={texts.consent} label={say('consent.answer')} />
              </>
            )}
            {one === 'page' && (
              <>
                <p className="mt-3 mb-2 text-base text-soft">{say('shop.about')}</p>
                <Example text={texts.shop} label={say('shop.label')} />
              </>
            )}
            {(one === 'curl' || one === 'node') && (
              <p className="mt-2 text-base text-soft">
                {say('server-key')}{' '}
                <Link to="/settings/keys" className="text-accent underline">
                  {say('make-key')}
                </Link>
              </p>
            )}
          </TabPanel>
        ))}
      </Tabs>
      {publicUrl !== undefined && isOwnMachine(publicUrl) && <p className="mt-3 rounded-md bg-warn-tint p-3 text-base text-warn">{say('own-machine')}</p>}
    </Card>
  )
}

/** Without a choice nothing would be sent, and nobody would know why: the line waits for a yes. */
function ConsentChoice({ value, onChange }: { readonly value: Consent; readonly onChange: (consent: Consent) => void }) {
  const say = useWords('developers')
  return (
    <Field label={say('consent.label')} hint={say(`consent.${value}-hint`)} className="mb-3 max-w-xl">
      {(parts) => (
        <Select {...parts} value={value} onChange={({ target }) => onChange(target.value as Consent)}>
          <option value="ask">{say('consent.ask')}</option>
          <option value="given">{say('consent.given')}</option>
        </Select>
      )}
    </Field>
  )
}

function Example({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-sunken p-3">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <section className="min-w-0 flex-1 overflow-x-auto" tabIndex={0} aria-label={label}>
        <pre className="text-sm">{text}</pre>
      </section>
      <CopyButton text={text} />
    </div>
  )
}

// The brand: whom mails come from, their logo, colors for light and dark, and fonts, said once for every template; beside it a mail that wears it.

import { Card } from '../../kit/card.tsx'
import { Combobox } from '../../kit/combobox.tsx'
import { Field } from '../../kit/field.tsx'
import { controlLook } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import { BrandPreview } from './brand-preview.tsx'
import { usualColors } from './brand-sample.ts'
import { NumberRule, TextRule } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { mailAddress, textAt } from './workspace-value.ts'

const webAddress = /^https?:\/\/[^\s/]+\.?[^\s]*$/
const colorForm = /^#[0-9a-fA-F]{6}$/
const fontForm = /^[\w\s,.'-]+$/

/** The form. */
export function BrandForm({ file }: { readonly file: WorkspaceFile }) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        <SenderCard file={file} />
        <LogoCard file={file} />
        <ColorsCard file={file} />
      </div>
      <BrandPreview file={file} />
    </div>
  )
}

function SenderCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  return (
    <Card title={say('brand.sender-title')}>
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <TextRule file={file} path={['sender', 'name']} label={say('brand.sender-name')} hint={say('brand.sender-name-hint')} />
        <TextRule
          file={file}
          path={['sender', 'address']}
          label={say('brand.sender-address')}
          hint={say('brand.sender-address-hint')}
          type="email"
          form={mailAddress}
          wrong={say('brand.wrong-address')}
        />
        <TextRule
          file={file}
          path={['address']}
          label={say('brand.address')}
          hint={say('brand.address-hint')}
          className="col-span-full"
          form={/^.{8,500}$/}
          wrong={say('brand.wrong-postal')}
        />
        <Field label={say('brand.zone')} hint={say('brand.zone-hint')} className="col-span-full">
          {(parts) => (
            <Combobox
              {...parts}
              value={textAt(file.value, ['zone'])}
              placeholder="UTC"
              disabled={file.why !== undefined}
              onChange={(zone) => file.set(['zone'], zone === '' ? undefined : zone)}
              suggestions={Intl.supportedValuesOf('timeZone').map((value) => ({ value }))}
            />
          )}
        </Field>
      </div>
    </Card>
  )
}

function LogoCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const address = { file, type: 'url', form: webAddress, wrong: say('brand.wrong-url') } as const
  const hasLogo = textAt(file.value, ['brand', 'logo', 'src']) !== ''
  // A picture without a width is none: both are written together.
  const logo: WorkspaceFile = {
    ...file,
    set: (_path, src) =>
      hasLogo && src !== undefined ? file.set(['brand', 'logo', 'src'], src) : file.set(['brand', 'logo'], src === undefined ? undefined : { src, width: 160 }),
  }
  return (
    <Card title={say('brand.logo-title')}>
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <TextRule file={file} path={['brand', 'name']} label={say('brand.name')} hint={say('brand.name-hint')} />
        <TextRule {...address} path={['brand', 'site']} label={say('brand.site')} hint={say('brand.site-hint')} placeholder="https://shop.example/" />
        <TextRule
          {...address}
          file={logo}
          path={['brand', 'logo', 'src']}
          label={say('brand.logo')}
          hint={say('brand.logo-hint')}
          placeholder="https://shop.example/logo.png"
          className="col-span-full"
        />
        {hasLogo && (
          <>
            <NumberRule
              file={file}
              path={['brand', 'logo', 'width']}
              label={say('brand.width')}
              hint={say('brand.width-hint')}
              min={16}
              max={400}
              isWhole
              isNeeded
            />
            <TextRule {...address} path={['brand', 'logo', 'dark']} label={say('brand.logo-dark')} hint={say('brand.logo-dark-hint')} />
          </>
        )}
        <TextRule
          file={file}
          path={['brand', 'fonts', 'heading']}
          label={say('brand.font-heading')}
          hint={say('brand.font-hint')}
          form={fontForm}
          wrong={say('brand.wrong-font')}
          placeholder="Georgia, serif"
        />
        <TextRule
          file={file}
          path={['brand', 'fonts', 'body']}
          label={say('brand.font-body')}
          form={fontForm}
          wrong={say('brand.wrong-font')}
          placeholder="Helvetica, Arial, sans-serif"
        />
      </div>
    </Card>
  )
}

const colors = ['accent', 'onAccent', 'link', 'ink', 'soft', 'card', 'ground', 'line', 'tint'] as const

function ColorsCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  return (
    <Card title={say('brand.colors-title')}>
      <p className="mb-3 text-base text-soft">{say('brand.colors-about')}</p>
      <div className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-4 gap-y-2">
        <span />
        <span className="text-sm font-medium text-soft">{say('brand.light')}</span>
        <span className="text-sm font-medium text-soft">{say('brand.dark')}</span>
        {colors.map((color) => (
          <div key={color} className="contents">
            <span className="text-base">{say(`brand.color.${color}`)}</span>
            <ColorRule file={file} scheme="colors" color={color} />
            <ColorRule file={file} scheme="dark" color={color} />
          </div>
        ))}
      </div>
    </Card>
  )
}

interface ColorRuleProps {
  readonly file: WorkspaceFile
  readonly scheme: 'colors' | 'dark'
  readonly color: (typeof colors)[number]
}

/** The browser's own field for a color, with the color as it is written; emptied, the usual one holds again. */
function ColorRule({ file, scheme, color }: ColorRuleProps) {
  const say = useWords('settings')
  const path = ['brand', scheme, color]
  const said = textAt(file.value, path)
  const usual = color === 'link' ? textAt(file.value, ['brand', scheme, 'accent']) || usualColors[scheme].link : usualColors[scheme][color]
  const label = say('brand.color-of', { color: say(`brand.color.${color}`), scheme: say(scheme === 'dark' ? 'brand.dark' : 'brand.light') })
  return (
    <span className="flex items-center gap-1">
      <input
        type="color"
        aria-label={label}
        value={colorForm.test(said) ? said : usual}
        disabled={file.why !== undefined}
        onChange={({ target: { value } }) => file.set(path, value)}
        className="h-9 w-10 shrink-0 cursor-pointer rounded-md border border-line-strong/60 bg-card p-1 phone:h-11"
      />
      <span className="w-24 phone:hidden">
        <input
          aria-label={say('brand.color-text', { label })}
          key={said}
          defaultValue={said}
          placeholder={usual}
          readOnly={file.why !== undefined}
          onChange={({ target: { value } }) => {
            const text = value.trim()
            if (text === '' || colorForm.test(text)) file.set(path, text === '' ? undefined : text)
          }}
          className={`${controlLook} h-9 font-mono text-sm`}
        />
      </span>
    </span>
  )
}

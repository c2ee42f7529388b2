// What can be changed of one block, as fields. Each writes its own place of the page's text, and nothing else.

import { CodeEditor } from '../../../kit/code-editor.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { attributeOf, replaced, withAttribute } from './edit-page.ts'
import { ChoiceField, ColorField, LineField, SpaceFields } from './fields.tsx'
import { type Block, headingIn } from './outline.ts'
import type { ElementNode } from './page-tree.ts'
import { productsIn } from './products.ts'
import { ProductsForm } from './products-form.tsx'
import { RichEditor } from './rich-editor.tsx'

export interface BlockFormProps {
  readonly source: string
  readonly block: Block
  readonly isLocked: boolean
  readonly onEdit: (source: string) => void
  /** Opens a shared part. */
  readonly onOpenShared: (name: string) => void
}

interface ElementForm extends BlockFormProps {
  readonly element: ElementNode
  readonly inside: string
  readonly said: (name: string) => string
  readonly set: (name: string, value: string | undefined) => void
  readonly write: (inside: string) => void
}

/** The fields of a block. */
export function BlockForm(props: BlockFormProps) {
  const { source, block, onEdit } = props
  const { element } = block
  if (element === undefined || block.kind === 'code') return <CodeForm {...props} />
  const form: ElementForm = {
    ...props,
    element,
    inside: source.slice(element.inside.begin, element.inside.end),
    said: (name) => attributeOf(element, name) ?? '',
    set: (name, value) => onEdit(withAttribute(source, element, name, value)),
    write: (inside) => onEdit(replaced(source, element.inside, inside)),
  }
  switch (block.kind) {
    case 'heading':
      return <HeadingForm {...form} />
    case 'text':
      return <TextForm {...form} />
    case 'button':
      return <ButtonForm {...form} />
    case 'picture':
      return <PictureForm {...form} />
    case 'products': {
      const products = productsIn(form.inside)
      if (products === undefined) return <CodeForm {...props} />
      return (
        <>
          <ProductsForm products={products} isLocked={form.isLocked} write={form.write} />
          <Space {...form} usual="10px 25px" />
        </>
      )
    }
    case 'space':
      return <PixelField {...form} name="height" usual="20" label="blocks.height" />
    case 'divider':
      return (
        <>
          <AttributeColor {...form} name="border-color" label="blocks.line-color" />
          <Space {...form} usual="10px 25px" />
        </>
      )
    default:
      return (
        <>
          <AttributeColor {...form} name="background-color" label="blocks.background" />
          <Space {...form} usual="20px 0" />
        </>
      )
  }
}

function HeadingForm(form: ElementForm) {
  const say = useWords('templates')
  const { before = '', inner = '', after = '' } = headingIn(form.inside) ?? {}
  return (
    <>
      <RichEditor label={say('blocks.kind.heading')} isLine value={inner} isLocked={form.isLocked} onChange={(text) => form.write(before + text + after)} />
      <AlignField {...form} usual="left" />
      <Space {...form} usual="10px 25px" />
    </>
  )
}

function TextForm(form: ElementForm) {
  const say = useWords('templates')
  return (
    <>
      <RichEditor label={say('blocks.kind.text')} value={form.inside} isLocked={form.isLocked} onChange={form.write} />
      <AlignField {...form} usual="left" />
      <Space {...form} usual="10px 25px" />
    </>
  )
}

function ButtonForm(form: ElementForm) {
  const say = useWords('templates')
  const { isLocked, said, set } = form
  return (
    <>
      <RichEditor label={say('blocks.button-words')} isLine value={form.inside} isLocked={isLocked} onChange={form.write} />
      <LineField
        label={say('blocks.link-to')}
        hint={say('blocks.link-hint')}
        value={said('href')}
        isLocked={isLocked}
        onChange={(value) => set('href', value)}
      />
      <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <AttributeColor {...form} name="background-color" label="blocks.background" />
        <AttributeColor {...form} name="color" label="blocks.words-color" />
      </div>
      <AlignField {...form} usual="center" />
      <Space {...form} usual="10px 25px" />
    </>
  )
}

function PictureForm(form: ElementForm) {
  const say = useWords('templates')
  const { isLocked, said, set } = form
  const line = (name: string, label: string, hint: string) => (
    <LineField
      label={say(label)}
      hint={say(hint)}
      value={said(name)}
      isLocked={isLocked}
      onChange={(value) => set(name, value === '' && name === 'href' ? undefined : value)}
    />
  )
  return (
    <>
      {line('src', 'blocks.picture-at', 'blocks.picture-hint')}
      {line('alt', 'blocks.alt', 'blocks.alt-hint')}
      {line('href', 'blocks.link-to', 'blocks.link-hint')}
      <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <PixelField {...form} name="width" usual="" label="blocks.width" />
        <AlignField {...form} usual="center" />
      </div>
      <Space {...form} usual="10px 25px" />
    </>
  )
}

/** What has no fields of its own is shown as it is written. */
function CodeForm({ source, block, isLocked, onEdit, onOpenShared }: BlockFormProps) {
  const say = useWords('templates')
  const text = source.slice(block.begin, block.end)
  const shared = block.kind === 'shared' ? /include\s+'([^']+)'/.exec(text)?.[1] : undefined
  if (shared !== undefined) {
    return (
      <>
        <p className="text-sm text-soft">{say('partial-note')}</p>
        <div>
          <button type="button" className="min-h-8 text-accent underline phone:min-h-11" onClick={() => onOpenShared(shared)}>
            {say('blocks.open-shared', { name: shared })}
          </button>
        </div>
      </>
    )
  }
  return (
    <>
      <p className="text-sm text-soft">{say(block.kind === 'setting' ? 'blocks.setting-about' : 'blocks.code-about')}</p>
      <CodeEditor
        label={say('blocks.kind.code')}
        value={text}
        className="h-56"
        {...(isLocked ? {} : { onChange: (next: string) => onEdit(replaced(source, block, next)) })}
      />
    </>
  )
}

function AlignField({ said, set, isLocked, usual }: ElementForm & { readonly usual: string }) {
  const say = useWords('templates')
  return (
    <ChoiceField
      label={say('blocks.align')}
      value={said('align')}
      choices={[['', say(`blocks.aligned.usual`)], ...(['left', 'center', 'right'] as const).map((one) => [one, say(`blocks.aligned.${one}`)] as const)]}
      isLocked={isLocked}
      onChange={(value) => set('align', value === '' || (value === usual && said('align') === '') ? undefined : value)}
    />
  )
}

function AttributeColor({ element, set, isLocked, name, label }: ElementForm & { readonly name: string; readonly label: string }) {
  const say = useWords('templates')
  return <ColorField label={say(label)} value={attributeOf(element, name)} isLocked={isLocked} onChange={(value) => set(name, value)} />
}

function PixelField({ said, set, isLocked, name, usual, label }: ElementForm & { readonly name: string; readonly usual: string; readonly label: string }) {
  const say = useWords('templates')
  const value = said(name)
  const number = Number.parseInt(value, 10)
  return (
    <Field label={say(label)}>
      {(parts) => (
        <Input
          {...parts}
          type="number"
          min={1}
          max={1200}
          readOnly={isLocked}
          value={Number.isNaN(number) ? usual : number}
          onChange={({ target }) => {
            const px = Number.parseInt(target.value, 10)
            set(name, px > 0 ? `${Math.min(px, 1200)}px` : undefined)
          }}
        />
      )}
    </Field>
  )
}

function Space({ said, set, isLocked, usual }: ElementForm & { readonly usual: string }) {
  return <SpaceFields value={said('padding') || usual} isLocked={isLocked} onChange={(value) => set('padding', value)} />
}

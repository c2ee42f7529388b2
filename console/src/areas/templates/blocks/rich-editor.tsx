// A text as it will be read: bold, slanted, links, and placeholders as one thing each, written without any HTML. Of what is there already it keeps the written
// form; it puts no style, no script and no address of the text into the page.

import { Bold, Braces, Italic, Link2, Link2Off } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { IconButton } from '../../../kit/button.tsx'
import { classes } from '../../../kit/classes.ts'
import { Input, Textarea } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { PlaceholderDialog } from './placeholder-dialog.tsx'
import { lastName, type RichNode, readableText, readRich, writeRich, writtenText } from './rich-text.ts'

export interface RichEditorProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isLocked: boolean
  /** One line: Enter does nothing. */
  readonly isLine?: boolean
}

/** The field with its buttons; a text that is more than words stands as code. */
export function RichEditor(props: RichEditorProps) {
  const say = useWords('templates')
  const nodes = readRich(props.value)
  if (nodes === undefined) {
    return (
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">{props.label}</span>
        <Textarea
          aria-label={props.label}
          rows={5}
          spellCheck={false}
          readOnly={props.isLocked}
          className="font-mono text-sm"
          value={props.value}
          onChange={({ target: { value } }) => props.onChange(value)}
        />
        <p className="text-sm text-soft">{say('blocks.as-code')}</p>
      </div>
    )
  }
  return <Written {...props} nodes={nodes} />
}

function Written({ label, value, nodes, onChange, isLocked, isLine = false }: RichEditorProps & { readonly nodes: readonly RichNode[] }) {
  const say = useWords('templates')
  const field = useRef<HTMLDivElement>(null)
  const written = useRef<string | undefined>(undefined)
  const range = useRef<Range | undefined>(undefined)
  const [isAsking, setAsking] = useState<'placeholder' | 'link' | undefined>()
  const [address, setAddress] = useState('')
  useEffect(() => {
    // What was typed here comes back as the same value: the page must not be drawn anew under the caret.
    if (field.current === null || written.current === value) return
    written.current = value
    field.current.replaceChildren(...nodes.map(drawn))
  }, [value, nodes])
  const tell = (): void => {
    if (field.current === null) return
    const text = writeRich(readFrom(field.current))
    if (text === written.current) return
    written.current = text
    onChange(text)
  }
  const keepRange = (): void => {
    const selection = window.getSelection()
    if (selection !== null && selection.rangeCount > 0 && field.current?.contains(selection.anchorNode) === true)
      range.current = selection.getRangeAt(0).cloneRange()
  }
  const atRange = (act: () => void): void => {
    field.current?.focus()
    const selection = window.getSelection()
    if (range.current !== undefined && selection !== null) {
      selection.removeAllRanges()
      selection.addRange(range.current)
    }
    act()
    keepRange()
    tell()
  }
  const command = (name: string, argument?: string): void => void document.execCommand(name, false, argument)
  const put = (liquid: string): void =>
    atRange(() => {
      const at = range.current ?? endOf(field.current as HTMLDivElement)
      at.deleteContents()
      const chip = drawn({ kind: 'liquid', source: liquid })
      at.insertNode(chip)
      at.setStartAfter(chip)
      at.collapse(true)
      window.getSelection()?.removeAllRanges()
      window.getSelection()?.addRange(at)
    })
  const link = (): void => {
    atRange(() => (address.trim() === '' ? command('unlink') : command('createLink', address.trim())))
    setAsking(undefined)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    const isInBlock = window.getSelection()?.anchorNode?.parentElement?.closest('p, li') !== null
    if (isInBlock && !isLine) return
    event.preventDefault()
    if (!isLine) command('insertLineBreak')
    tell()
  }
  const onPaste = (event: ClipboardEvent): void => {
    event.preventDefault()
    const text = event.clipboardData.getData('text/plain')
    command('insertText', isLine ? text.replaceAll(/\s*\n\s*/g, ' ') : text)
    tell()
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span aria-hidden className="text-sm font-medium">
          {label}
        </span>
        {!isLocked && (
          <div role="toolbar" aria-label={say('blocks.text-tools')} className="flex gap-0.5">
            <IconButton size="small" label={say('blocks.bold')} onMouseDown={hold} onClick={() => atRange(() => command('bold'))}>
              <Bold aria-hidden />
            </IconButton>
            <IconButton size="small" label={say('blocks.italic')} onMouseDown={hold} onClick={() => atRange(() => command('italic'))}>
              <Italic aria-hidden />
            </IconButton>
            <IconButton size="small" label={say('blocks.link')} onMouseDown={hold} onClick={() => setAsking(isAsking === 'link' ? undefined : 'link')}>
              <Link2 aria-hidden />
            </IconButton>
            <IconButton size="small" label={say('blocks.unlink')} onMouseDown={hold} onClick={() => atRange(() => command('unlink'))}>
              <Link2Off aria-hidden />
            </IconButton>
            <IconButton size="small" label={say('blocks.placeholder')} onMouseDown={hold} onClick={() => setAsking('placeholder')}>
              <Braces aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
      {isAsking === 'link' && (
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            link()
          }}
        >
          <Input aria-label={say('blocks.link-to')} placeholder="https://" autoFocus value={address} onChange={({ target }) => setAddress(target.value)} />
        </form>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea cannot show what is bold */}
      <div
        ref={field}
        role="textbox"
        aria-multiline={!isLine}
        aria-label={label}
        aria-readonly={isLocked}
        tabIndex={0}
        contentEditable={!isLocked}
        suppressContentEditableWarning
        onInput={tell}
        onBlur={keepRange}
        onKeyUp={keepRange}
        onMouseUp={keepRange}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onDrop={(event) => event.preventDefault()}
        className={classes(
          'rounded-md border border-line-strong/60 bg-card px-2.5 py-1.5 text-base break-words whitespace-pre-wrap hover:border-line-strong phone:text-lg',
          '[&_a]:text-accent [&_a]:underline [&_li]:ms-5 [&_ol]:list-decimal [&_ul]:list-disc [&_p+p]:mt-2',
          isLine ? 'min-h-9 phone:min-h-11' : 'min-h-24',
        )}
      />
      {isAsking === 'placeholder' && (
        <PlaceholderDialog
          onClose={() => setAsking(undefined)}
          onChoose={(liquid) => {
            setAsking(undefined)
            put(liquid)
          }}
        />
      )}
    </div>
  )
}

/** A button that is pressed must not take the selection away. */
function hold(event: { preventDefault(): void }): void {
  event.preventDefault()
}

function endOf(field: HTMLElement): Range {
  const range = document.createRange()
  range.selectNodeContents(field)
  range.collapse(false)
  return range
}

function drawn(node: RichNode): Node {
  if (node.kind === 'text') return document.createTextNode(readableText(node.source))
  if (node.kind === 'liquid') {
    const chip = document.createElement('span')
    chip.contentEditable = 'false'
    chip.dataset['liquid'] = node.source
    chip.title = node.source
    const isPrinted = node.source.startsWith('{{')
    chip.textContent = isPrinted ? lastName(node.source.replace(/^\{\{-?/, '').replace(/-?\}\}$/, '')) : node.source.replace(/^\{%-?\s*|\s*-?%\}$/g, '')
    chip.className = classes('mx-px inline-block rounded-sm px-1 align-baseline text-sm', isPrinted ? 'bg-tint text-on-tint' : 'bg-violet-tint text-violet')
    return chip
  }
  const element = document.createElement(node.name)
  element.dataset['written'] = node.attributes
  element.append(...node.children.map(drawn))
  return element
}

/** What stands in the field now. Whatever a browser put there that a text cannot have is left out, and what is in it stays. */
function readFrom(parent: Node): RichNode[] {
  return [...parent.childNodes].flatMap((node): RichNode[] => {
    if (node.nodeType === Node.TEXT_NODE) return [{ kind: 'text', source: writtenText(node.textContent ?? '') }]
    if (!(node instanceof HTMLElement)) return []
    const { liquid, written } = node.dataset
    if (liquid !== undefined) return [{ kind: 'liquid', source: liquid }]
    const name = node.localName
    const children = readFrom(node)
    if (name === 'br') return [{ kind: 'element', name, attributes: written ?? '', children: [] }]
    if (written !== undefined) return [{ kind: 'element', name, attributes: written, children }]
    const href = name === 'a' ? node.getAttribute('href') : null
    if (href !== null) return [{ kind: 'element', name, attributes: ` href="${writtenText(href).replaceAll('"', '%22')}"`, children }]
    if (name === 'b' || name === 'i' || name === 'p' || name === 'li') return [{ kind: 'element', name, attributes: '', children }]
    if (name === 'div') return [{ kind: 'element', name: 'br', attributes: '', children: [] }, ...children]
    return children
  })
}

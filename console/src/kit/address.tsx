// A mail address as it stands in a list: a long one goes on in a second line behind its @ and nowhere else.

/** <Address text="anna@shop.example" /> */
export function Address({ text }: { readonly text: string }) {
  const at = text.lastIndexOf('@') + 1
  return (
    <bdi>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </bdi>
  )
}

// A page as it looks where pictures are not loaded: as most mail programs show it at first, with the words of each picture in its place. Where nothing may
// be loaded anyway, this keeps a browser from trying, and from complaining.

/** The same page without addresses of pictures that are on the net, but for those that begin with `but`. */
export function withoutPictures(html: string, but?: string): string {
  const stays = (address: string): boolean => but !== undefined && address.startsWith(but)
  return html
    .replaceAll(/<(?:img|source|v:fill|v:image)\b[^>]*>/gi, (element) =>
      element.replaceAll(/\s(?:src|srcset)\s*=\s*(?:"((?!data:)[^"]*)"|'((?!data:)[^']*)'|((?!["']|data:)[^\s>]+))/gi, (attribute, ...found: string[]) =>
        stays(found[0] ?? found[1] ?? found[2] ?? '') ? attribute : '',
      ),
    )
    .replaceAll(/\sbackground\s*=\s*(?:"[^"]*"|'[^']*')/gi, '')
    .replaceAll(/url\(\s*(?:&quot;|&#39;|["'])?\s*https?:[^)]*\)/gi, 'none')
    .replaceAll(/<link\b[^>]*>|@import\s[^;}]*;?/gi, '')
}

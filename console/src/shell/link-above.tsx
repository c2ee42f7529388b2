// A link from a page to what it is part of. A router calls a link the current page wherever the address only begins like it; whoever hears the page would be
// told that they are where the link leads.

import { Link, type LinkComponent } from '@tanstack/react-router'

const exactly = { exact: true } as const

/** As a link; it stands in a page's `above`. */
export const LinkAbove: LinkComponent<'a'> = (props) => <Link activeOptions={exactly} {...props} />

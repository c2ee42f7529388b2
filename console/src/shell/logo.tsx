// The mark of Oncue, drawn with the page: as a picture of its own it would be one more request before the frame is whole. public/icon.svg is the same for the browser's tab.

/** Its name stands beside it, so it says nothing itself. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" width={size} height={size}>
      <rect width="32" height="32" rx="8" fill="#3a45d0" />
      <circle cx="16" cy="16" r="7" fill="none" stroke="#fff" strokeWidth="3" />
      <circle cx="16" cy="16" r="2" fill="#fff" />
    </svg>
  )
}

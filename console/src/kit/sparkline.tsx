// A small line beside a number: how it went lately. The number says it; the line only helps, and is silent for those who hear the page.

/** <Sparkline values={[3, 5, 4, 8]} /> */
export function Sparkline({ values, width = 96, height = 24 }: { readonly values: readonly number[]; readonly width?: number; readonly height?: number }) {
  if (values.length < 2) return null
  const most = Math.max(...values, 1)
  const x = (index: number): number => (index / (values.length - 1)) * (width - 2) + 1
  const y = (value: number): number => height - 2 - (value / most) * (height - 4)
  const line = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('')
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="shrink-0 overflow-visible">
      <path d={`${line}L${width - 1} ${height}L1 ${height}Z`} fill="var(--series-1)" opacity="0.1" />
      <path d={line} fill="none" stroke="var(--series-1)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}

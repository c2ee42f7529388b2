// A canvas of cards and edges by React Flow, in our colors: laid out by whoever uses it, moved by mouse and trackpad, and walked by keyboard. Cards
// are not dragged and edges not drawn by hand. Import it lazily: it is large.

import { Background, BackgroundVariant, Controls, type Edge, type Node, ReactFlow, type ReactFlowProps } from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import './flow-canvas.css'
import { useIsDark } from './use-is-dark.ts'

/** <FlowCanvas nodes={nodes} edges={edges} nodeTypes={types} onSelectionChange={…} aria-label="…" />. Enter on a card is a change of selection. */
export function FlowCanvas<OneNode extends Node, OneEdge extends Edge>({ children, ...rest }: ReactFlowProps<OneNode, OneEdge>) {
  const isDark = useIsDark()
  return (
    <ReactFlow<OneNode, OneEdge>
      colorMode={isDark ? 'dark' : 'light'}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      panOnScroll
      zoomOnDoubleClick={false}
      minZoom={0.1}
      maxZoom={1.5}
      fitView
      fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
      deleteKeyCode={null}
      {...rest}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
      <Controls showInteractive={false} position="bottom-left" />
      {children}
    </ReactFlow>
  )
}

// Helpers for drawing.

export function draw(parent, name, attributes = {}, text = null) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  if (text !== null) element.textContent = text;
  parent.append(element);
  return element;
}

export function clock(ms, tenths = false) {
  const seconds = Math.max(0, ms) / 1000;
  const whole = tenths ? (seconds % 60).toFixed(1).padStart(4, "0") : String(Math.floor(seconds % 60)).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${whole}`;
}

export const SPANS = { ready: "get ready", hold: "hold", reps: "reps", changeover: "change", rest: "rest" };

export function spanName(span) {
  return span.side && (span.kind === "hold" || span.kind === "reps") ? `${SPANS[span.kind]}, ${span.side} leg` : SPANS[span.kind];
}

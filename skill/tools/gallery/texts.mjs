// Measures what is on a screen, as the browser laid it out. Runs in the page.

export function texts() {
  const view = document.getElementById("view");
  const chain = (element) => {
    const found = [];
    for (let at = element; at && at !== view; at = at.parentElement) found.push([at, getComputedStyle(at)]);
    return found;
  };
  const visible = (element) => chain(element).every(([, style]) =>
    style.display !== "none" && style.visibility !== "hidden" && Number(style.opacity) > 0.05);
  const edges = (box) => [box.left, box.top, box.right, box.bottom].map(Math.round);
  // the box of a row without trailing spaces, from the top of its tallest letter to the bottom of
  // its deepest: the row's own box is higher
  const inked = (node, size) => {
    const ink = document.createRange();
    ink.setStart(node, 0);
    ink.setEnd(node, node.data.trimEnd().length);
    return [...ink.getClientRects()].filter((box) => box.width).map(({ left, right, top, bottom }) => {
      const middle = (top + bottom) / 2;
      return edges({ left, right, top: middle - 0.48 * size, bottom: middle + 0.48 * size });
    });
  };
  // the part of an element that the boxes around it don't clip
  const windowOf = (element) => {
    let [left, top, right, bottom] = [0, 0, view.clientWidth, view.clientHeight];
    for (const [at, style] of chain(element.parentElement)) {
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const outer = at.getBoundingClientRect();
      left = Math.max(left, outer.left);
      top = Math.max(top, outer.top);
      right = Math.min(right, outer.right);
      bottom = Math.min(bottom, outer.bottom);
    }
    return edges({ left, top, right, bottom });
  };
  // the width of a drawn line, and its box
  const stroke = (line) => ({
    breadth: parseFloat(getComputedStyle(line).strokeWidth) * line.getScreenCTM().a,
    box: edges(line.getBoundingClientRect()),
  });
  const measured = [...view.querySelectorAll("p")].filter((line) => line.innerText.trim() && visible(line)).map((line) => {
    const size = parseFloat(getComputedStyle(line).fontSize);
    const rows = [...line.querySelectorAll("data")].filter((one) => !one.children.length && one.textContent);
    return {
      text: line.textContent.trim(),
      size,
      rows: rows.map((row) => row.textContent),
      boxes: rows.flatMap((row) => inked(row.firstChild, size)),
      window: windowOf(line.parentElement),
      touched: chain(line).some(([at]) => at.classList.contains("apl-c")),
    };
  });
  const touches = [...view.querySelectorAll(".apl-c")].filter(visible).map((one) =>
    ({ boxes: [edges(one.getBoundingClientRect())], window: windowOf(one) }));
  return {
    texts: measured.map((one) => one.text), measured, touches,
    strokes: [...view.querySelectorAll("svg path[stroke]")].filter(visible).map(stroke),
    graphics: view.querySelectorAll("svg").length, paths: view.querySelectorAll("svg path").length,
  };
}

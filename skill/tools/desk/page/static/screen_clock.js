// Makes the renderer's Date.now() follow the position in the answer, at any speed. The page sends the
// position again and again.
(() => {
  "use strict";
  const real = Date.now.bind(Date);
  let speed = 1, since = real(), at = real(), shown = at, told = at;
  Date.now = () => (told = Math.max(told, Math.round(at + (real() - since) * speed)));
  window.documentShown = () => { shown = Date.now(); };
  window.keepTime = ({ position, speed: next }) => {
    at = position === undefined ? Date.now() : shown + position;
    since = real();
    speed = next;
  };
})();

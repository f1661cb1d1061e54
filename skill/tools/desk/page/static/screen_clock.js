// The renderer asks Date.now() how much time has passed. With this, as much has passed since the
// document was shown as of the voice has been heard, at any speed: the page tells it again and again.
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

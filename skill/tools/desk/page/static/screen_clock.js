// The renderer asks Date.now() how much time has passed. With this it passes as fast as the voice
// plays, so a screen stays in step with a count that is played four times as fast.
(() => {
  "use strict";
  const real = Date.now.bind(Date);
  let speed = 1, since = real(), at = real();
  Date.now = () => Math.round(at + (real() - since) * speed);
  window.playAtSpeed = (next) => {
    at = Date.now();
    since = real();
    speed = next;
  };
})();

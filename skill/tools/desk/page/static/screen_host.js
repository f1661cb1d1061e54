// Shows APL documents in Amazon's renderer, in a frame that can reach only its parent.
(() => {
  "use strict";
  const tell = (message) => parent.postMessage(message, "*");
  let renderer = null;
  let latest = 0;

  window.addEventListener("error", (event) => tell({ problem: event.message }));
  window.addEventListener("unhandledrejection", (event) => tell({ problem: String(event.reason) }));

  if (!window.AplRenderer) {
    tell({ missing: true });
    return;
  }
  const engine = AplRenderer.initEngine();
  // the renderer measures texts only once, so it has to wait for the fonts
  const upright = [...document.fonts].filter((font) => /ember/.test(font.family) && font.style === "normal");
  const fonts = Promise.allSettled(upright.map((font) => font.load()));
  AplRenderer.LoggerFactory?.initialize?.("warn");

  function clear() {
    renderer?.destroy();
    renderer = null;
    document.getElementById("apl")?.remove();
  }

  function contentOf(template, datasources) {
    const content = AplRenderer.Content.create(JSON.stringify(template));
    for (const parameter of template.mainTemplate?.parameters ?? []) {
      const name = typeof parameter === "string" ? parameter : parameter.name;
      const data = name === "payload" ? datasources : datasources[name];
      content.addData(name, JSON.stringify(data ?? {}));
    }
    if (content.isWaiting()) throw new Error("the document imports packages, which needs a network");
    if (!content.isReady()) throw new Error("the renderer does not accept the document");
    return content;
  }

  async function render({ template, datasources, viewport, token }) {
    const mine = ++latest;
    await engine;
    await fonts;
    if (mine !== latest) return;
    clear();
    const view = document.createElement("div");
    view.id = "apl";
    document.body.append(view);
    documentShown();
    renderer = AplRenderer.default.create({
      content: contentOf(template, datasources ?? {}),
      view,
      environment: { agentName: "Hamstring Coach on the desk", agentVersion: "1.0", allowOpenUrl: false, disallowVideo: true },
      viewport: {
        width: viewport.width, height: viewport.height, dpi: viewport.dpi,
        shape: viewport.shape, isRound: viewport.shape === "ROUND", mode: viewport.mode,
      },
      theme: "dark",
      mode: viewport.mode,
      utcTime: Date.now(),
      localTimeAdjustment: -new Date().getTimezoneOffset() * 60_000,
      notLoadFonts: true,
      onSendEvent: (event) => tell({ touch: { token, arguments: event.arguments, source: event.source, components: event.components } }),
      onRunTimeError: (errors) => tell({ problem: JSON.stringify(errors) }),
    });
    await renderer.init();
    tell({ rendered: token ?? "" });
  }

  window.addEventListener("message", async (event) => {
    if (event.source !== parent) return;
    const message = event.data;
    try {
      if (message.render) await render(message.render);
      if (message.clear) { latest++; clear(); }
      if (message.time) keepTime(message.time);
      if (message.commands && renderer) renderer.executeCommands(JSON.stringify(message.commands));
    } catch (error) {
      tell({ problem: String(error?.message ?? error) });
    }
  });
  engine.then(() => tell({ ready: true }));
})();

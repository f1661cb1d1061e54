// Shows APL documents in Amazon's renderer (apl-viewhost-web), measures them and takes pictures.
//
//   node viewhost.mjs JOBS.json OUT MODULES CHROMIUM
//
// JOBS.json is a list of {name, document, data, viewport, at_ms, touch, keys, picture, width, kept};
// for each time of at_ms OUT/NAME-TIME.png is written if a picture is asked for, `width` pixels wide
// if that is not 0, and compared with the one of that name in the folder `kept`. A report in JSON goes
// to the standard output: the texts with their boxes, what the screen sent, and the renderer's
// warnings and errors. The page has a fake clock, so nothing waits.

import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { difference, reduced } from "./pictures.mjs";
import { texts } from "./texts.mjs";

const [jobsFile, out, modules, executablePath] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "/"));
const { chromium } = require("playwright-core");
const renderer = path.join(path.resolve(modules), "node_modules/apl-viewhost-web/index.js");
const jobs = JSON.parse(readFileSync(jobsFile, "utf8"));
const fonts = path.join(path.resolve(modules), "node_modules/@fontsource/open-sans/files");
const WEIGHTS = { Th: 300, Lt: 300, Rg: 400, Md: 600, Bd: 700, He: 800 };
const TICK_MS = 50;
const SETTLE_MS = 600;

const PAGE = `<!doctype html><html><body style="margin:0;background:#000;overflow:hidden"></body></html>`;

async function show(job) {
  const { document: doc, data, viewport } = job;
  window.view_?.destroy();
  document.getElementById("view")?.remove();
  const view = document.createElement("div");
  view.id = "view";
  view.style.position = "relative";
  document.body.append(view);
  const content = AplRenderer.Content.create(JSON.stringify(doc));
  for (const name of doc.mainTemplate.parameters ?? []) content.addData(name, JSON.stringify(data));
  view.style.width = viewport.width + "px";
  view.style.height = viewport.height + "px";
  window.sent = [];
  window.view_ = AplRenderer.default.create({
    content, view, theme: "dark", mode: viewport.mode,
    environment: { agentName: "gallery", agentVersion: "1", allowOpenUrl: false, disallowVideo: true },
    viewport: { width: viewport.width, height: viewport.height, dpi: 160,
      isRound: viewport.shape === "ROUND", shape: viewport.shape, mode: viewport.mode },
    onSendEvent: (event) => window.sent.push(event),
    utcTime: Date.now(), localTimeAdjustment: 0,
  });
  await window.view_.init();
}

async function opened(browser, { width, height, shape }) {
  const page = await browser.newPage({ viewport: { width, height } });
  // a free font replaces Amazon's, which the renderer would download
  await page.route(/^https?:/, (route) => {
    const weight = /_(Th|Lt|Rg|Md|Bd|He)/.exec(route.request().url())?.[1] ?? "Rg";
    const file = `open-sans-latin-${WEIGHTS[weight]}-normal.woff2`;
    return route.fulfill({ path: path.join(fonts, file), contentType: "font/woff2",
      headers: { "access-control-allow-origin": "*" } });
  });
  await page.setContent(PAGE);
  // in the same task as the script, as the engine may start before the next one
  const start = ";window.engine = AplRenderer.initEngine();";
  await page.addScriptTag({ content: readFileSync(renderer, "utf8") + start });
  await page.evaluate(() => window.engine);
  if (shape === "ROUND") await page.addStyleTag({ content: "#view{border-radius:50%;overflow:hidden}" });
  await page.clock.install({ time: new Date("2026-01-05T08:00:00Z") });
  await page.clock.pauseAt(new Date("2026-01-05T08:00:01Z"));
  return page;
}

async function run(page, desk, job) {
  const { width, height } = job.viewport;
  const complaints = [];
  const hear = (m) => {
    const rounded = [...m.text().matchAll(/: (\d+) => (\d+)/g)];
    const harmless = rounded.length && rounded.every(([, was, is]) => was - is <= 1);
    if (!harmless && !["log", "info", "debug"].includes(m.type())) complaints.push(`${m.type()}: ${m.text()}`);
  };
  const fail = (e) => complaints.push(`error: ${e.message}`);
  page.on("console", hear);
  page.on("pageerror", fail);
  const shown = page.evaluate(`(${show})(${JSON.stringify(job)})`);
  let ready = false;
  shown.then(() => (ready = true), (e) => { ready = true; fail(e); });
  for (let i = 0; i < 1000 && !ready; i++) {
    await page.clock.runFor(1);
    await new Promise((done) => setTimeout(done, 2));
  }
  await page.clock.runFor(2 * TICK_MS);
  const seen = [];
  let now = 0;
  for (const at of job.at_ms) {
    // jump, then run the last ticks: running every frame of a minute takes minutes
    if (at - now > SETTLE_MS) {
      await page.clock.fastForward(at - now - SETTLE_MS);
      now = at - SETTLE_MS;
    }
    while (now < at) {
      await page.clock.runFor(Math.min(TICK_MS, at - now));
      now += Math.min(TICK_MS, at - now);
    }
    const file = path.join(out, `${job.name}-${String(at).padStart(6, "0")}.png`);
    const look = { at_ms: at, ...await page.evaluate(texts) };
    if (job.picture) {
      let png = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
      if (job.width) png = await reduced(desk, png, job.width);
      writeFileSync(file, png);
      const kept = job.kept && path.join(job.kept, path.basename(file));
      if (kept) look.difference = existsSync(kept) ? await difference(desk, readFileSync(kept), png) : 1;
    }
    seen.push(look);
  }
  const touched = [];
  for (const [x, y] of job.touch ?? []) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.clock.runFor(100);
    await page.mouse.up();
    for (let i = 0; i < 10; i++) await page.clock.runFor(TICK_MS);
    touched.push(...await page.evaluate(() => window.sent.splice(0).map((event) => event.arguments ?? event)));
  }
  for (const key of job.keys ?? []) {
    await page.keyboard.press(key);
    for (let i = 0; i < 4; i++) await page.clock.runFor(TICK_MS);
  }
  if (job.keys?.length) {
    touched.push(...await page.evaluate(() => window.sent.splice(0).map((event) => event.arguments ?? event)));
  }
  page.off("console", hear);
  page.off("pageerror", fail);
  return { name: job.name, seen, touched, complaints };
}

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox"],
  env: { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL("fonts.conf", import.meta.url)) },
});
try {
  const report = [];
  const pages = new Map();
  const desk = await browser.newPage();
  for (const job of jobs) {
    // a destroyed view still gets touches, so touched shots have their own page
    const alone = job.touch?.length || job.keys?.length ? job.name : "";
    const key = JSON.stringify(job.viewport) + alone;
    if (!pages.has(key)) pages.set(key, await opened(browser, job.viewport));
    report.push(await run(pages.get(key), desk, job));
  }
  process.stdout.write(JSON.stringify(report, null, 1));
} finally {
  await browser.close();
}

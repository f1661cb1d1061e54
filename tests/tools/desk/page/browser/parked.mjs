// Parks a workout on the desk's page, lets hours pass there and comes back; what was seen, as JSON.
//
//   node parked.mjs URL MODULES CHROMIUM PICTURES
//
// What must be seen is decided by the tests, not here.

import { createRequire } from "node:module";
import path from "node:path";

const [url, modules, executablePath, pictures] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(modules), "/"))("playwright-core");
const seen = { console: [] };
const REPLAYED = `title = "Parked, a button, and back"
[[turn]]
say = "ask hamstring coach to start my routine"
[[turn]]
say = "next"
[[turn]]
say = "pause"
after = 26
[[turn]]
press = "pause"
[[turn]]
say = "resume"
`;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
const page = await (await browser.newContext({ viewport: { width: 1360, height: 860 } })).newPage();
page.setDefaultTimeout(60_000);
page.on("console", (message) => {
  if (["error", "warning"].includes(message.type())) seen.console.push(message.text());
});
page.on("pageerror", (error) => seen.console.push(error.message));

async function told(words) {
  const before = await page.locator(".turn:has(.exchange)").count();
  await page.fill("#words", words);
  await page.press("#words", "Enter");
  await page.waitForFunction((n) => document.querySelectorAll(".turn:has(.exchange)").length > n, before);
  return page.locator(".answer p").last().textContent();
}

const state = (...names) => page.waitForFunction((all) => all.includes(document.body.dataset.state), names);
const clock = () => page.textContent("#parked-clock");
const playing = (value) => page.waitForSelector(`#parked[data-playing=${value}]`);

try {
  await page.goto(`${url}/desk/?device=dot&speed=16&patience=0`);
  await page.waitForSelector("body[data-ready=yes]");
  await told("Alexa, ask hamstring coach to start my routine");
  await state("listening");
  await told("next");
  await state("speaking");
  await page.waitForTimeout(1000);
  seen.paused = await told("Alexa, pause");
  await state("parked");
  await playing("yes");
  await page.waitForFunction(() => document.getElementById("clip").currentTime > 0);
  seen.sound = await page.evaluate(() => ({ moved: document.getElementById("clip").currentTime > 0, error: document.getElementById("clip").error?.message ?? null }));
  seen.title = await page.textContent("#parked-title");
  seen.before = await clock();
  await page.screenshot({ path: path.join(pictures, "parked.png") });
  await page.click("[data-press=pause]");
  await playing("no");
  await page.click("[data-press=play]");
  await playing("yes");
  await page.selectOption("#parked-speed", "3600");
  await playing("no");
  seen.after = await clock();
  seen.events = await page.locator(".event").allTextContents();
  await page.selectOption("#parked-speed", "1");
  seen.back = await told("Alexa, resume");
  seen.state = await page.getAttribute("body", "data-state");
  await page.click(".more summary");
  await page.click("#replay");
  await page.fill("#dialogue-text", REPLAYED);
  const exchanges = (wanted) => page.waitForFunction(wanted, ".turn:has(.exchange)");
  await page.click("#dialogue-do");
  // the conversation before it has as many
  await exchanges((each) => document.querySelectorAll(each).length < 4);
  await exchanges((each) => document.querySelectorAll(each).length === 4);
  seen.replayed = await page.locator(".said, .event").allTextContents();
  seen.failed = null;
} catch (error) {
  seen.failed = error.message;
  await page.screenshot({ path: path.join(pictures, "failed.png") });
}
await browser.close();
console.log(JSON.stringify(seen));

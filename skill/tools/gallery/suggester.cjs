// Prints what apl-suggester reports on APL documents: node suggester.cjs DOCUMENTS.json MODULES
const path = require("node:path");
const { readFileSync } = require("node:fs");
const [file, modules] = process.argv.slice(2);
const suggester = require(path.join(path.resolve(modules), "node_modules/apl-suggester"));

async function main() {
  const found = {};
  for (const [name, doc] of Object.entries(JSON.parse(readFileSync(file, "utf8")))) {
    found[name] = await new suggester.StaticAplTemplateValidator().validate(doc);
  }
  process.stdout.write(JSON.stringify(found));
}
main().catch((error) => { console.error(error); process.exit(1); });

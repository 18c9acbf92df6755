// Counts up one profile of a store the way OpenClaw 2026.2 writes: the real `proper-lockfile`
// with its options, read, change, write in place. Runs until it is killed.
//
//   node foreign_writer.cjs <node_modules> <auth-profiles.json> <file that gets the last count>
const fs = require("node:fs");
const [modules, path, noted] = process.argv.slice(2);
const lockfile = require(`${modules}/proper-lockfile`);

const OPTIONS = {
  retries: { retries: 10, factor: 2, minTimeout: 100, maxTimeout: 10000, randomize: true },
  stale: 30000,
};

async function countUp(count) {
  const release = await lockfile.lock(path, OPTIONS);
  try {
    const store = JSON.parse(fs.readFileSync(path, "utf8"));
    store.profiles["foreign:x"] = { type: "api_key", provider: "foreign", key: `count-${count}` };
    fs.writeFileSync(path, `${JSON.stringify(store, null, 2)}\n`);
    fs.writeFileSync(noted, String(count));
  } finally {
    await release();
  }
}

async function main() {
  for (let count = 1; ; count++) {
    await countUp(count);
    await new Promise((done) => setTimeout(done, Math.random() * 10));
  }
}

main();

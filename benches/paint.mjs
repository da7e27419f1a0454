// When a client's page is painted on Lighthouse's slow 4G: by the clock, and by the processor's own time.
//
// Lighthouse loads the page from this machine and works out what a telephone would take, with every task of the browser four
// times as long. Where the browser's processes wait for a core, the waiting is multiplied too; the second figure takes each
// task as long as the processor worked on it.
//
//   npm install --prefix /tmp/lighthouse lighthouse@12.8
//   node benches/paint.mjs /tmp/lighthouse http://127.0.0.1:8080/pay/trust-deposit [runs]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [folder, url, runs = '6'] = process.argv.slice(2);
const installed = createRequire(path.resolve(folder, 'node_modules', 'any.js'));
const part = (name) => import(installed.resolve(`lighthouse/${name}`));
const { LanternLargestContentfulPaint } = await part('core/computed/metrics/lantern-largest-contentful-paint.js');
const { LanternFirstContentfulPaint } = await part('core/computed/metrics/lantern-first-contentful-paint.js');
const { loadArtifacts } = await part('core/lib/asset-saver.js');
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const flags = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync';

async function figures(kept, own) {
  const { Trace: trace, DevtoolsLog: devtoolsLog, GatherContext: gatherContext, URL, settings } = loadArtifacts(kept);
  const tasks = trace.traceEvents.filter(({ name, tdur }) => own && name === 'RunTask' && tdur !== undefined);
  for (const task of tasks) task.dur = Math.min(task.dur, task.tdur);
  const asked = [{ trace, devtoolsLog, gatherContext, settings, URL, SourceMaps: [] }, { settings, computedCache: new Map() }];
  return Promise.all([LanternFirstContentfulPaint, LanternLargestContentfulPaint].map(async (figure) => (await figure.request(...asked)).timing));
}

const kept = mkdtempSync(path.join(tmpdir(), 'paint-'));
const all = { 'by the clock': [], 'by the processor': [] };
try {
  for (let run = 0; run < Number(runs); run += 1) {
    const command = [installed.resolve('lighthouse/cli/index.js'), url, '--quiet', `-G=${kept}/${run}`, '--only-categories=performance', `--chrome-flags=${flags}`];
    execFileSync(process.execPath, command, { env: { ...process.env, CHROME_PATH: chromium } });
    for (const [name, found] of Object.entries(all)) found.push(await figures(`${kept}/${run}`, name === 'by the processor'));
  }
} finally {
  rmSync(kept, { recursive: true, force: true });
}
for (const [name, found] of Object.entries(all)) {
  const told = ['first paint', 'largest paint'].map((what, at) => {
    const times = found.map((each) => each[at]).sort((one, other) => one - other);
    return `${what} ${Math.round(times[0])} to ${Math.round(times.at(-1))} ms, median ${Math.round(times[times.length >> 1])}`;
  });
  console.log(`${name}: ${told.join('; ')}`);
}

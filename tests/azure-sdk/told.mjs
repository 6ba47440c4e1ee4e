/* How the tests tell of themselves: a line each, and the closing line that is added up
   (xtask/src/tally.rs). */

const NAMES = { "test:pass": "ok", "test:fail": "FAILED" };

export default async function* told(events) {
  const count = { ok: 0, FAILED: 0 };
  for await (const { type, data } of events) {
    if (!(type in NAMES)) continue;
    count[NAMES[type]] += 1;
    yield `test ${data.name} ... ${NAMES[type]}\n`;
    const why = data.details?.error?.cause ?? data.details?.error;
    if (why) yield `   ${String(why.stack ?? why).replaceAll("\n", "\n   ")}\n`;
  }
  const word = count.FAILED > 0 ? "FAILED" : "ok";
  yield `test result: ${word}. ${count.ok} passed; ${count.FAILED} failed; 0 ignored\n`;
}

/* Serves a tenant and lets Azure's JavaScript clients ask it.

   Usage: node run.mjs PATH-OF-customer-key */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { SERVED, serve } from "./served.mjs";

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const { served, close } = await serve(process.argv[2]);
try {
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: served.certificate,
    [SERVED]: JSON.stringify(served),
  };
  const reporter = new URL("told.mjs", import.meta.url).href;
  const tests = ["--test-reporter", reporter, beside("lifecycle.mjs")];
  const asking = spawn(process.execPath, tests, { env, stdio: "inherit" });
  [process.exitCode] = await once(asking, "exit");
} finally {
  await close();
}

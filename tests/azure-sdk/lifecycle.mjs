/* The life of a key, by Azure's own JavaScript clients. run.mjs starts it. */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";

import { connect } from "./served.mjs";

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
const VAULT = "kv-js";
const OTHER = "22222222-2222-3333-4444-555555555555";
/** No waiting where nothing is waited for: what is deleted is deleted at once. */
const AT_ONCE = { intervalInMs: 1 };

const served = await connect();
served.vault(VAULT);
const keys = served.keys(VAULT);

const all = async (pages) => {
  const found = [];
  for await (const one of pages) found.push(one);
  return found;
};
const versionsOf = async (name, client = keys) => {
  const found = await all(client.listPropertiesOfKeyVersions(name));
  return new Set(found.map((one) => one.version));
};
/** Whether an error is this answer of the vault. */
const answered = (statusCode, code, inner) => (error) => {
  assert.equal(error.statusCode, statusCode, String(error));
  assert.equal(error.code, code);
  if (inner) assert.equal(error.details.error.innerError?.code, inner);
  return true;
};
const NOT_FOUND = answered(404, "KeyNotFound");
const remove = async (name) => (await keys.beginDeleteKey(name, AT_ONCE)).pollUntilDone();

test("what a key wraps it unwraps, also after a rotation", async () => {
  const made = await keys.createRsaKey("wraps", { keySize: 2048 });
  assert.ok(made.id.startsWith(`${served.url(VAULT)}/keys/wraps/`), made.id);
  assert.equal((await keys.getKey("wraps")).id, made.id);
  const older = served.cryptography(made);
  // The client wraps the first with the public half by itself, the vault the second.
  const wrapped = [];
  for (const algorithm of ["RSA-OAEP", "RSA-OAEP-256"]) {
    wrapped.push([algorithm, (await older.wrapKey(algorithm, SECRET)).result]);
  }
  const rotated = await keys.rotateKey("wraps");
  assert.notEqual(rotated.properties.version, made.properties.version);
  assert.equal((await keys.getKey("wraps")).id, rotated.id);
  for (const [algorithm, bytes] of wrapped) {
    assert.deepEqual(Buffer.from((await older.unwrapKey(algorithm, bytes)).result), SECRET);
    const newer = served.cryptography(rotated);
    await assert.rejects(newer.unwrapKey(algorithm, bytes), answered(400, "BadParameter"));
  }
  const versions = new Set([made.properties.version, rotated.properties.version]);
  assert.deepEqual(await versionsOf("wraps"), versions);
});

test("keys sign, and the vault and the client verify alike", async () => {
  const rsa = served.cryptography(await keys.createRsaKey("signs", { keySize: 2048 }));
  const curve = served.cryptography(await keys.createEcKey("curve", { curve: "P-256" }));
  const text = Buffer.from("text");
  const digest = createHash("sha256").update(text).digest();
  for (const [crypto, algorithm] of [[rsa, "RS256"], [rsa, "PS256"], [curve, "ES256"]]) {
    const signed = (await crypto.sign(algorithm, digest)).result;
    assert.ok((await crypto.verify(algorithm, digest, signed)).result, algorithm);
    // By itself the client takes every signature of RSA for one of PKCS#1.
    if (algorithm !== "PS256") {
      assert.ok((await crypto.verifyData(algorithm, text, signed)).result, algorithm);
    }
    const other = createHash("sha256").update("other").digest();
    assert.ok(!(await crypto.verify(algorithm, other, signed)).result, algorithm);
  }
  await assert.rejects(curve.sign("ES256", Buffer.from("short")), answered(400, "BadParameter"));
});

test("a change of a version is kept, and a disabled key unwraps nothing", async () => {
  // The client counts seconds in 32 bits.
  const expiresOn = new Date("2037-01-01T00:00:00Z");
  const made = await keys.createRsaKey("changes", { keySize: 2048, tags: { a: "b" }, expiresOn });
  assert.deepEqual([made.properties.tags, made.properties.expiresOn], [{ a: "b" }, expiresOn]);
  const wrapped = await served.cryptography(made).wrapKey("RSA-OAEP-256", SECRET);
  const { version } = made.properties;
  await keys.updateKeyProperties("changes", version, { enabled: false, tags: { c: "d" } });
  const { properties, keyOperations } = await keys.getKey("changes", { version });
  assert.deepEqual([properties.enabled, properties.tags], [false, { c: "d" }]);
  assert.deepEqual([properties.expiresOn, keyOperations.length], [expiresOn, 6]);
  const unwrapped = served.cryptography(made.id).unwrapKey("RSA-OAEP-256", wrapped.result);
  await assert.rejects(unwrapped, answered(403, "Forbidden", "KeyDisabled"));
});

test("a deleted key comes back or is purged", async () => {
  const made = await keys.createRsaKey("goes", { keySize: 2048 });
  const deleted = await remove("goes");
  assert.ok(deleted.properties.recoveryId.endsWith("/deletedkeys/goes"));
  assert.ok(deleted.properties.scheduledPurgeDate > deleted.properties.deletedOn);
  await assert.rejects(keys.getKey("goes"), NOT_FOUND);
  const again = keys.createRsaKey("goes", { keySize: 2048 });
  await assert.rejects(again, answered(409, "Conflict", "ObjectIsDeletedButRecoverable"));
  assert.ok((await all(keys.listDeletedKeys())).some((key) => key.name === "goes"));
  const back = await (await keys.beginRecoverDeletedKey("goes", AT_ONCE)).pollUntilDone();
  assert.equal(back.name, "goes");
  assert.equal((await keys.getKey("goes")).id, made.id);
  await remove("goes");
  await keys.purgeDeletedKey("goes");
  await assert.rejects(keys.getDeletedKey("goes"), NOT_FOUND);
});

test("a backup brings a key back with its versions", async () => {
  await keys.createEcKey("kept", { tags: { a: "b" } });
  await keys.createEcKey("kept", { tags: { a: "c" } });
  const before = await versionsOf("kept");
  assert.equal(before.size, 2);
  const blob = await keys.backupKey("kept");
  await assert.rejects(keys.restoreKeyBackup(blob), answered(409, "Conflict"));
  await remove("kept");
  await keys.purgeDeletedKey("kept");
  assert.deepEqual((await keys.restoreKeyBackup(blob)).properties.tags, { a: "c" });
  assert.deepEqual(await versionsOf("kept"), before);
  const foreign = keys.restoreKeyBackup(randomBytes(blob.length));
  await assert.rejects(foreign, answered(400, "BadParameter"));
});

test("a rotation policy is set and read back", async () => {
  await keys.createRsaKey("rotates", { keySize: 2048 });
  const lifetimeActions = [{ action: "Rotate", timeAfterCreate: "P2M" }];
  const set = await keys.updateKeyRotationPolicy("rotates", { expiresIn: "P90D", lifetimeActions });
  const read = await keys.getKeyRotationPolicy("rotates");
  for (const policy of [set, read]) {
    assert.ok(policy.id.endsWith("/keys/rotates/rotationpolicy"), policy.id);
    assert.equal(policy.expiresIn, "P90D");
    const actions = policy.lifetimeActions.map((one) => one.action).sort();
    assert.deepEqual(actions, ["Notify", "Rotate"]);
  }
  assert.ok((await keys.rotateKey("rotates")).properties.expiresOn > new Date());
  const short = keys.updateKeyRotationPolicy("rotates", { expiresIn: "P1D", lifetimeActions: [] });
  await assert.rejects(short, answered(400, "BadParameter"));
});

test("lists come in pages", async () => {
  served.vault("kv-js-pages");
  const paged = served.keys("kv-js-pages");
  const names = Array.from({ length: 7 }, (_, at) => `page-${at}`);
  await Promise.all(names.map((name) => paged.createEcKey(name)));
  const pages = await all(paged.listPropertiesOfKeys().byPage({ maxPageSize: 3 }));
  assert.deepEqual(pages.map((page) => page.length), [3, 3, 1]);
  assert.deepEqual(pages.flat().map((key) => key.name), names);
  await paged.createEcKey("page-0");
  await paged.createEcKey("page-0");
  const ofOne = paged.listPropertiesOfKeyVersions("page-0");
  const versions = await all(ofOne.byPage({ maxPageSize: 2 }));
  assert.deepEqual(versions.map((page) => page.length), [2, 1]);
  assert.deepEqual(await all(paged.listPropertiesOfKeyVersions("nobody")), []);
});

test("who has no right secret gets no token", async () => {
  const wrong = served.credential({ clientSecret: "0".repeat(64) });
  const refused = { name: "AuthenticationRequiredError", message: /AADSTS7000215/ };
  await assert.rejects(wrong.getToken(served.scope), refused);
  await assert.rejects(served.keys(VAULT, { as: wrong }).getKey("wraps"), refused);
});

test("who is not permitted is refused in Azure's words", async () => {
  const forbidden = answered(403, "Forbidden", "ForbiddenByPolicy");
  served.vault("kv-js-reads", "get,list");
  const reader = served.keys("kv-js-reads");
  assert.deepEqual(await all(reader.listPropertiesOfKeys()), []);
  await assert.rejects(reader.createRsaKey("none", { keySize: 2048 }), forbidden);
  const { clientSecret } = JSON.parse(served.cmdlet("principal", "new", OTHER));
  const stranger = served.keys(VAULT, { as: served.credential({ clientId: OTHER, clientSecret }) });
  await assert.rejects(stranger.getKey("wraps"), forbidden);
  // What is there and what is not look alike to who may see neither.
  await assert.rejects(stranger.getKey("nobody"), forbidden);
  served.cmdlet("principal", "remove", OTHER);
  await assert.rejects(stranger.getKey("wraps"), { statusCode: 401 });
});

test("a throttled vault is asked again when it says", async () => {
  served.vault("kv-js-faults");
  await served.keys("kv-js-faults").createEcKey("key");
  // The fault ends while the client waits.
  const policy = {
    name: "ends the fault",
    async sendRequest(request, next) {
      const answer = await next(request);
      if (answer.status === 429) served.fault("kv-js-faults", "None");
      return answer;
    },
  };
  const additionalPolicies = [{ policy, position: "perRetry" }];
  const patient = served.keys("kv-js-faults", { additionalPolicies });
  await patient.getKey("key");
  served.fault("kv-js-faults", "Throttled");
  const hasty = served.keys("kv-js-faults", { retryOptions: { maxRetries: 0 } });
  await assert.rejects(hasty.getKey("key"), (error) => {
    assert.equal(error.response.headers.get("retry-after"), "1");
    return answered(429, "Throttled")(error);
  });
  const began = performance.now();
  assert.equal((await patient.getKey("key")).name, "key");
  assert.ok(performance.now() - began >= 990, "it waits for the second it was told");
  served.fault("kv-js-faults", "ServerError");
  await assert.rejects(hasty.getKey("key"), answered(500, "InternalServerError"));
  served.fault("kv-js-faults", "Unreachable");
  await assert.rejects(hasty.getKey("key"), (error) => error.statusCode === undefined);
});

test("two clients see the same at once", async () => {
  const [one, two] = [served.keys(VAULT), served.keys(VAULT)];
  const made = await Promise.all([one.createEcKey("shared"), two.createEcKey("shared")]);
  const versions = new Set(made.map((key) => key.properties.version));
  assert.equal(versions.size, 2);
  assert.deepEqual(await versionsOf("shared", one), versions);
  assert.deepEqual(await versionsOf("shared", two), versions);
  assert.equal((await one.getKey("shared")).id, (await two.getKey("shared")).id);
  await one.updateKeyProperties("shared", { tags: { by: "one" } });
  assert.deepEqual((await two.getKey("shared")).properties.tags, { by: "one" });
  // The command line of the tenant sees and changes the same keys.
  assert.match(served.cmdlet("Get-AzKeyVaultKey", "-VaultName", VAULT, "-Name", "shared"), /"one"/);
  await (await one.beginDeleteKey("shared", AT_ONCE)).pollUntilDone();
  await assert.rejects(two.getKey("shared"), NOT_FOUND);
  assert.equal((await two.getDeletedKey("shared")).name, "shared");
});

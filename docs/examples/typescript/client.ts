// A client of VitalStream with a stock JOSE library (npm: jose).
//
// usage: node build/client.js CLIENTS_JSON RPC_URL RECEIPT_FILE
//
// Puts one record with an attachment, waits until it is committed, prints where it stands, and
// saves the receipt. CLIENTS_JSON and genesis.json beside it are as `vitalstream testnet` writes
// them.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CompactSign, calculateJwkThumbprint, importJWK, type JWK } from "jose";

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));

async function sign(jwk: JWK, payload: object): Promise<string> {
  const header = { alg: "EdDSA", kid: await calculateJwkThumbprint(jwk), typ: "vs-tx+jws" };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader(header)
    .sign(await importJWK(jwk, "EdDSA"));
}

async function call(url: string, method: string, params: object): Promise<any> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const answer: any = await (await fetch(url, { method: "POST", headers, body })).json();
  if (answer.error) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
  return answer.result;
}

const [clientsFile, url, receiptFile] = process.argv.slice(2);
if (!clientsFile || !url || !receiptFile) {
  throw new Error("usage: node build/client.js CLIENTS_JSON RPC_URL RECEIPT_FILE");
}
const content = Buffer.from(JSON.stringify({ resourceType: "Observation", status: "final" }));
const salt = randomBytes(32); // without it, short contents could be guessed from the hash
const commitment = createHash("sha256").update(salt).update(content).digest("base64url");
const tx = await sign(readJson(clientsFile)[0].jwk, {
  chain: readJson(join(dirname(clientsFile), "genesis.json")).chain,
  jti: randomUUID(),
  exp: Math.floor(Date.now() / 1000) + 300,
  op: "record.put",
  data: { collection: "observations", id: "from-typescript", attachment: 0 },
  att: [{ c: commitment, n: content.length, t: "application/fhir+json" }],
});
const attachment = { salt: salt.toString("base64url"), content: content.toString("base64url") };
const answer = await call(url, "tx_submit", {
  tx, attachments: [attachment], mode: "committed", timeoutMs: 30000, receipt: true,
});
writeFileSync(receiptFile, JSON.stringify(answer.receipt));
console.log(`${answer.result.outcome}: height ${answer.height}, place ${answer.index} of the log`);

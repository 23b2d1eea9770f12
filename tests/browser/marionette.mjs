// Drives Debian's Firefox by Marionette, the remote control that is built into it: JSON messages with their length before them.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TRIES = 200;
const PAUSE_MS = 50;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function connected(port) {
  for (let tries = 0; ; tries++) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () => resolve(socket));
        socket.on("error", reject);
      });
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Starts Firefox without a window. `goto` opens a page, `run` gives what a script in it returns or resolves to. */
export async function startFirefox(executable) {
  const profile = mkdtempSync(join(tmpdir(), "needlewise-firefox-"));
  const port = await freePort();
  writeFileSync(join(profile, "user.js"), `user_pref("marionette.port", ${port});\nuser_pref("ui.prefersReducedMotion", 1);\n`);
  const process = spawn(executable, ["--headless", "--no-remote", "--marionette", "--profile", profile], { stdio: "ignore" });
  const ended = new Promise((resolve) => process.once("exit", resolve));
  const socket = await connected(port);
  const waiting = new Map();
  let received = Buffer.alloc(0);
  let number = 0;
  socket.on("data", (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(":");
      const length = Number(received.subarray(0, colon));
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message = JSON.parse(received.subarray(colon + 1, colon + 1 + length));
      received = received.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue; // the greeting
      const [, id, error, result] = message;
      const { resolve, reject } = waiting.get(id);
      if (error) reject(new Error(`${error.error}: ${error.message}`));
      else resolve(result?.value ?? result);
    }
  });
  const send = (name, parameters = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++number, { resolve, reject });
      const message = JSON.stringify([0, number, name, parameters]);
      socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  await send("WebDriver:NewSession", { timeouts: { script: 20_000 } });
  await send("WebDriver:SetWindowRect", { width: 1280, height: 900 });
  return {
    goto: (url) => send("WebDriver:Navigate", { url }),
    run: (script, ...args) => send("WebDriver:ExecuteScript", { script, args, sandbox: null }),
    type: async (selectorScript, text) => {
      const element = await send("WebDriver:ExecuteScript", { script: selectorScript, args: [], sandbox: null });
      await send("WebDriver:ElementSendKeys", { id: Object.values(element)[0], text });
    },
    close: async () => {
      socket.destroy();
      process.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

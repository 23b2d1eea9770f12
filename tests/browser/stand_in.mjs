// A stand-in for the web channel: the contract with canned replies, on the loopback address. For tests of the widget only.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { config, repliesTo, topics } from "./canned.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, POST, DELETE",
  "Access-Control-Allow-Headers": "Authorization, Content-Type",
  "Access-Control-Expose-Headers": "Retry-After",
};
const PREFIX = "/webhooks/web/";
const MOST_CHARACTERS = 2000;

class Problem extends Error {
  constructor(status, title) {
    super(title);
    this.status = status;
  }
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString() || "{}");
  } catch {
    throw new Problem(400, "The body is no JSON.");
  }
}

/** Starts the server; `dist` is the folder of the built widget. */
export async function standIn(dist) {
  const sessions = new Map();

  function sessionOf(request) {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const session = sessions.get(token);
    if (!session) throw new Problem(401, "The token is not valid.");
    return { token, session };
  }

  const routes = {
    "GET config": () => [200, config],
    "GET topics": () => [200, { topics }],
    "POST session": () => {
      const token = randomUUID();
      sessions.set(token, { messages: [], state: {}, answered: {} });
      return [201, { token, expires_at: "2099-01-01T00:00:00Z" }];
    },
    "DELETE session": (request) => {
      sessions.delete(sessionOf(request).token);
      return [204];
    },
    "GET messages": (request) => [200, { messages: sessionOf(request).session.messages }],
    "POST messages": async (request) => {
      const { session } = sessionOf(request);
      const body = await bodyOf(request);
      const said = body.payload ?? body.text;
      if (typeof said !== "string" || !said.trim()) throw new Problem(400, "A message needs text or payload.");
      if (said.length > MOST_CHARACTERS) throw new Problem(413, "The message is too long.");
      if (body.id && session.answered[body.id]) return [200, { replies: session.answered[body.id] }];
      const turn = randomUUID().replaceAll("-", "");
      const at = new Date().toISOString();
      session.before = { ...session.state };
      const replies = repliesTo(body, session.state).map((reply, place) => ({ ...reply, id: `${turn}.${place}` }));
      session.answered[body.id] = replies;
      session.messages.push({ from: "visitor", id: turn, text: said, at }, ...replies.map((reply) => ({ from: "assistant", ...reply, at })));
      return [200, { replies }];
    },
    "DELETE messages": (request) => {
      const { session } = sessionOf(request);
      const last = session.messages.findLastIndex((message) => message.from === "visitor");
      if (last < 0) throw new Problem(409, "There is no message to take back.");
      session.messages.splice(last);
      session.state = { ...session.before };
      return [204];
    },
    "POST feedback": async (request) => {
      const { session } = sessionOf(request);
      const { message_id: id, helpful } = await bodyOf(request);
      if (typeof helpful !== "boolean") throw new Problem(400, "Feedback needs helpful.");
      if (!session.messages.some((message) => message.id === id)) throw new Problem(404, "There is no such reply.");
      return [204];
    },
  };

  async function file(path) {
    const name = normalize(path || "index.html");
    if (name.startsWith("..")) throw new Problem(404, "There is no such file.");
    const content = await readFile(join(dist, name)).catch(() => {
      throw new Problem(404, "There is no such file.");
    });
    return { content, type: TYPES[extname(name)] ?? "application/octet-stream" };
  }

  async function answer(request, response) {
    const { pathname } = new URL(request.url, "http://localhost");
    if (!pathname.startsWith(PREFIX)) throw new Problem(404, "There is no such page.");
    if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
    const path = pathname.slice(PREFIX.length);
    const route = routes[`${request.method} ${path}`];
    if (!route) {
      const { content, type } = await file(path);
      return response.writeHead(200, { ...CORS, "Content-Type": type }).end(content);
    }
    const [status, json] = await route(request);
    response.writeHead(status, { ...CORS, "Content-Type": "application/json" });
    response.end(json === undefined ? undefined : JSON.stringify(json));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      const status = error.status ?? 500;
      response.writeHead(status, { ...CORS, "Content-Type": "application/problem+json" });
      response.end(JSON.stringify({ type: "about:blank", title: error.message, status }));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${PREFIX}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

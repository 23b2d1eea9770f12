/** The web channel's HTTP interface. */

import { configFrom, replyFrom, saidFrom, type Config, type Reply, type Said } from "./reply";

/**
 * `origin`: the server does not talk to pages of this site. `unanswered`: no answer in time; the message may have arrived.
 * `ended`: the token is not accepted (any more). `limited`: too many requests, see `retryAfter`.
 */
export type Failure = "offline" | "origin" | "unanswered" | "unavailable" | "limited" | "too_long" | "rejected" | "ended";

export class ApiError extends Error {
  constructor(
    readonly failure: Failure,
    /** HTTP status, 0 where there was no answer. */
    readonly status: number,
    /** Seconds to wait before trying again. */
    readonly retryAfter = 0,
  ) {
    super(`${failure} (${status})`);
  }
}

export type Body = { text: string } | { payload: string };

/** A new message's name: sent again under the same one, the server answers it with the turn that it has. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface Feedback {
  message_id: string;
  helpful: boolean;
  reason?: string;
}

const TIMEOUT_MS = 20_000;
const DEFAULT_WAIT_S = 10;

function failureOf(response: Response): ApiError {
  const { status } = response;
  if (status === 401) return new ApiError("ended", status);
  if (status === 413) return new ApiError("too_long", status);
  if (status === 429) {
    const seconds = Number(response.headers.get("Retry-After"));
    return new ApiError("limited", status, seconds > 0 ? Math.ceil(seconds) : DEFAULT_WAIT_S);
  }
  return new ApiError(status >= 400 && status < 500 && status !== 404 ? "rejected" : "unavailable", status);
}

export class Api {
  #refused = false;

  /** @param server where the channel is, ending in a slash. */
  constructor(readonly server: string) {}

  async config(): Promise<Config> {
    return configFrom(await this.#json(await this.#call("config", "GET")), this.server);
  }

  /** Titles of the topics by their ids. */
  async topics(): Promise<Record<string, string>> {
    return (await this.#json(await this.#call("topics", "GET"))).topics ?? {};
  }

  async newSession(): Promise<string> {
    const { token } = await this.#json(await this.#call("session", "POST"));
    if (typeof token !== "string") throw new ApiError("unavailable", 0);
    return token;
  }

  /** The whole conversation: the newest page, and those before it. */
  async history(token: string): Promise<Said[]> {
    const said: Said[] = [];
    for (let page = "messages"; ;) {
      const { messages, earlier } = await this.#json(await this.#call(page, "GET", token));
      said.unshift(...(messages ?? []).map(saidFrom));
      if (!earlier) return said;
      page = `messages?before=${earlier}`;
    }
  }

  /** The replies to a message; a turn without any counts as failed. */
  async send(token: string, body: Body, id: string): Promise<Reply[]> {
    const { replies } = await this.#json(await this.#call("messages", "POST", token, { ...body, id }));
    if (!Array.isArray(replies) || replies.length === 0) throw new ApiError("unavailable", 200);
    return replies.map(replyFrom);
  }

  /** Takes the visitor's last message back, with what was answered to it. */
  async takeBack(token: string): Promise<void> {
    await this.#call("messages", "DELETE", token);
  }

  async feedback(token: string, feedback: Feedback): Promise<void> {
    await this.#call("feedback", "POST", token, feedback);
  }

  async erase(token: string): Promise<void> {
    await this.#call("session", "DELETE", token);
  }

  async #call(path: string, method: string, token?: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    let response: Response;
    try {
      response = await fetch(this.server + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "omit",
        // Without a token the answer is the same for everybody: then the browser asks whether it has changed.
        cache: token || method !== "GET" ? "no-store" : "no-cache",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      if ((error as Error).name === "TimeoutError") throw new ApiError("unanswered", 0);
      throw new ApiError(await this.#whyNothing(), 0);
    }
    if (!response.ok) throw failureOf(response);
    return response;
  }

  /** Why the browser gave no answer: a server that answers, though not to this page, has not been told of its site. */
  async #whyNothing(): Promise<Failure> {
    if (!navigator.onLine) return "offline";
    if (new URL(this.server).origin === location.origin) return "unavailable";
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const there = await fetch(this.server + "config", { mode: "no-cors", credentials: "omit", cache: "no-store", signal }).catch(() => null);
    if (!there) return "unavailable";
    if (!this.#refused) {
      this.#refused = true;
      console.error(
        `Needlewise: ${this.server} does not talk to pages of ${location.origin}. Add ${location.origin} to allowed_origins in data/site.yml, then start the server anew.`,
      );
    }
    return "origin";
  }

  async #json(response: Response): Promise<Record<string, any>> {
    try {
      return await response.json();
    } catch {
      throw new ApiError("unavailable", response.status);
    }
  }
}

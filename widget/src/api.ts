/** The web channel's HTTP interface. */

import { configFrom, replyFrom, saidFrom, type Config, type Reply, type Said, type Sources } from "./reply";

/** `ended`: the token is not accepted (any more). `limited`: too many requests, see `retryAfter`. */
export type Failure = "offline" | "unavailable" | "limited" | "too_long" | "rejected" | "ended";

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
  /** Names of the sources, from the configuration. */
  sources: Sources = {};

  /** @param server where the channel is, ending in a slash. */
  constructor(readonly server: string) {}

  async config(): Promise<Config> {
    const config = configFrom(await this.#json(await this.#call("config", "GET")));
    this.sources = config.sources;
    return config;
  }

  async newSession(): Promise<string> {
    const { token } = await this.#json(await this.#call("session", "POST"));
    if (typeof token !== "string") throw new ApiError("unavailable", 0);
    return token;
  }

  async history(token: string): Promise<Said[]> {
    const { messages } = await this.#json(await this.#call("messages", "GET", token));
    return (messages ?? []).map((one: Record<string, unknown>) => saidFrom(one, this.sources));
  }

  /** The replies to a message; a turn without any counts as failed. */
  async send(token: string, body: Body): Promise<Reply[]> {
    const { replies } = await this.#json(await this.#call("messages", "POST", token, body));
    if (!Array.isArray(replies) || replies.length === 0) throw new ApiError("unavailable", 200);
    return replies.map((one) => replyFrom(one, this.sources));
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
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new ApiError((error as Error).name === "TimeoutError" ? "unavailable" : "offline", 0);
    }
    if (!response.ok) throw failureOf(response);
    return response;
  }

  async #json(response: Response): Promise<Record<string, any>> {
    try {
      return await response.json();
    } catch {
      throw new ApiError("unavailable", response.status);
    }
  }
}

// Requests to the server: JSON in and out, a time limit for bad Wi-Fi, the clock learnt from every answer.

/** @import { Times } from "../types.js" */
/** @import { Clock } from "./clock.js" */

const PATIENCE = 15_000;

/** The network gave no answer, or something that is not the server's JSON. */
export class Unreachable extends Error {}

/** The web API as the card uses it. */
export class Server {
  /**
   * @param {Clock} clock
   * @param {string} device
   * @param {string} account
   */
  constructor(clock, device, account) {
    this.clock = clock;
    this.device = device;
    this.account = account;
  }

  /** Send events as one account; `leaving` lets the request outlive the page. */
  sendEvents(events, leaving) {
    const plain = events.map(({ id, audit, subject, field, value, replaces, ...times }) => ({
      id, audit, subject, field, value, replaces, ...this.clock.told(/** @type {Times} */ (times)),
    }));
    return this.request("/api/events", {
      method: "POST",
      keepalive: leaving,
      headers: { "Content-Type": "application/json", "X-Account": this.account },
      body: JSON.stringify({ device: this.device, sent_at: Date.now(), events: plain }),
    });
  }

  changes(audit, since) {
    return this.request(`/api/audits/${encodeURIComponent(audit)}/changes?since=${since}`, this.background());
  }

  history(audit, subject) {
    const query = `subject=${encodeURIComponent(subject)}`;
    return this.request(`/api/audits/${encodeURIComponent(audit)}/history?${query}`, {});
  }

  session() {
    return this.request("/api/session", this.background());
  }

  background() {
    return { headers: { "X-Background": "1" } };
  }

  async request(path, options) {
    const asked = this.clock.reading();
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE);
    try {
      const answer = await fetch(path, {
        cache: "no-store",
        credentials: "same-origin",
        signal: abort.signal,
        ...options,
      });
      const body = await this.bodyOf(answer);
      this.clock.learn(body.server_time, asked);
      return { status: answer.status, body };
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  async bodyOf(answer) {
    const text = await answer.text();
    try {
      const body = JSON.parse(text);
      if (body && typeof body === "object") return body;
    } catch {
      if (answer.status === 401) return {};
    }
    throw new Unreachable(`no JSON, status ${answer.status}`);
  }
}

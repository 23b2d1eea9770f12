/** Tells the other tabs of the site that the conversation changed, so that all show the same one. */

export type News = "changed" | "forgotten";

export class Tabs {
  #channel: BroadcastChannel;

  constructor(server: string, heard: (news: News) => void) {
    this.#channel = new BroadcastChannel(`needlewise:${server}`);
    this.#channel.onmessage = (event: MessageEvent<News>) => heard(event.data);
  }

  tell(news: News): void {
    this.#channel.postMessage(news);
  }

  close(): void {
    this.#channel.close();
  }
}

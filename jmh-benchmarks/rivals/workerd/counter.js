// A counter in a Durable Object. The answer leaves when the new count is on disk: the object's output gate waits for it.
import { DurableObject } from "cloudflare:workers";

export class Counter extends DurableObject {
  #start = "resume";

  async fetch() {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    this.ctx.storage.put("count", count);
    // Says, as Dormouse does, whether the object was there already.
    const answer = new Response(String(count), { headers: { "Dormouse-Start": this.#start } });
    this.#start = "warm";
    return answer;
  }
}

export default {
  fetch(request, env) {
    const key = new URL(request.url).pathname.slice("/counter/".length);
    return env.counters.getByName(key).fetch(request);
  },
};

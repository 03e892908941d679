// A counter in a virtual object: counter.mjs PORT
import { createServer } from "node:http2";

// The SDK uses what Node has only since version 22.
Promise.withResolvers ??= function () {
  const resolvers = {};
  resolvers.promise = new this((resolve, reject) => Object.assign(resolvers, { resolve, reject }));
  return resolvers;
};
const restate = await import("@restatedev/restate-sdk");

const add = async (context) => {
  const count = ((await context.get("count")) ?? 0) + 1;
  context.set("count", count);
  return count;
};

// What is posted is not looked at, whatever its type.
const anything = { accept: "*/*", input: restate.serde.binary };
const counter = restate.object({
  name: "counter",
  handlers: { add: restate.handlers.object.exclusive(anything, add) },
});

createServer(restate.createEndpointHandler({ services: [counter] })).listen(Number(process.argv[2]), "127.0.0.1");

// The function {{name}}. What stands outside of fetch runs once, at deploy; each request starts from there.
const greeting = "Hello";

export default {
  async fetch(request, context) {
    const name = await request.text();
    return new Response(`${greeting}, ${name || "World"}!\n`);
  },
};

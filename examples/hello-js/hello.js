// Greets in JSON. What stands outside of fetch runs once, at deploy; each request starts from there.

const GREETINGS = new Map([
  ['de', 'Guten Tag'],
  ['en', 'Hello'],
  ['fr', 'Bonjour'],
  ['it', 'Buongiorno'],
]);

export default {
  async fetch(request, context) {
    switch (request.method) {
      case 'GET': {
        const { searchParams } = new URL(request.url);
        return Response.json(greet(searchParams.get('name') ?? 'World', language(request)));
      }
      case 'POST':
        return greetAll(request);
      default:
        return problem(405, `${request.method} is not supported`, { allow: 'GET, POST' });
    }
  },
};

/** Takes {"names": ["Ada", "Grace"]}. */
async function greetAll(request) {
  let names;
  try {
    ({ names } = await request.json());
  } catch (error) {
    return problem(400, `the body is not JSON: ${error.message}`);
  }
  if (!Array.isArray(names)) {
    return problem(400, 'the body needs a list "names"');
  }
  console.log('greeting %d people', names.length);
  return Response.json(names.map((name) => greet(`${name}`, language(request))));
}

function greet(name, lang) {
  return { greeting: `${GREETINGS.get(lang)}, ${name}!`, at: new Date().toISOString() };
}

/** The first language of the request that there is a greeting for. */
function language(request) {
  const wanted = (request.headers.get('accept-language') ?? '').split(',').map((item) => item.trim().slice(0, 2));
  return wanted.find((lang) => GREETINGS.has(lang)) ?? 'en';
}

function problem(status, detail, headers = {}) {
  return Response.json({ status, detail }, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}

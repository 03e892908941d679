import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loaded } from './host.js';

const source = readFileSync(new URL('../../../examples/hello-js/hello.js', import.meta.url), 'utf8');
const post = (body, headers = []) => ({ method: 'POST', body, headers });

test('the example hello-js greets, and says what is wrong with a request', () => {
  const engine = loaded(source);
  assert.deepEqual(JSON.parse(engine.handle({ query: 'name=Ada%20L.' }).text), {
    greeting: 'Hello, Ada L.!',
    at: '2023-11-14T22:13:20.000Z',
  });
  const french = engine.handle(post('{"names":["Ada","Grace"]}', [['accept-language', 'pt, fr-CH;q=0.9, de']]));
  assert.deepEqual(
    JSON.parse(french.text).map(({ greeting }) => greeting),
    ['Bonjour, Ada!', 'Bonjour, Grace!'],
  );
  assert.deepEqual(engine.logs, [{ level: 'info', text: 'greeting 2 people' }]);
  for (const [request, status] of [
    [post('{'), 400],
    [post('[]'), 400],
    [{ method: 'DELETE' }, 405],
  ]) {
    const result = engine.handle(request);
    assert.equal(result.status, status);
    assert.equal(result.headers.get('content-type'), 'application/problem+json');
  }
});

// A to-do list that remembers. Each agent of it is one list, and the list is a variable: there is no code that saves or
// loads it. What a message changes here is durable before its answer leaves.

const todos = [];
let lastId = 0;

export default {
  async fetch(request) {
    const [id, action] = new URL(request.url).pathname.split('/').slice(4); // after /agents/todo/KEY
    switch ([request.method, id && 'ID', action].filter(Boolean).join(' ')) {
      case 'GET':
        return text(list());
      case 'POST':
        return add(await request.text());
      case 'POST ID done':
        return change(id, (todo) => (todo.done = true));
      case 'DELETE ID':
        return change(id, (todo) => todos.splice(todos.indexOf(todo), 1));
      default:
        return text('GET and POST the list, POST ID/done, DELETE ID\n', 404);
    }
  },

  // When this script is changed, a list moves to the new one by these two: the old one's word for it, the new one's list.
  handOver() {
    return { todos, lastId };
  },
  migrate(old) {
    todos.push(...old.todos);
    lastId = old.lastId;
  },
};

function add(what) {
  const todo = what.trim();
  if (todo === '') {
    return text('a to-do has a text\n', 400);
  }
  todos.push({ id: ++lastId, what: todo, done: false });
  return text(list(), 201);
}

function change(id, how) {
  const todo = todos.find((each) => `${each.id}` === id);
  if (todo === undefined) {
    return text(`there is no to-do ${id}\n`, 404);
  }
  how(todo);
  return text(list());
}

function list() {
  const open = todos.filter((todo) => !todo.done).length;
  const lines = todos.map(({ id, what, done }) => `${done ? 'x' : ' '} ${id}  ${what}\n`);
  return `${lines.join('')}${open} of ${todos.length} to do\n`;
}

function text(body, status = 200) {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

// A counter as a workflow of one step, its row in the same PostgreSQL as the workflow's: counter.mjs PORT DATABASE
import { createServer } from "node:http";
import { DBOS } from "@dbos-inc/dbos-sdk";
import pg from "pg";

const [port, database] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: database, max: 20 });
await pool.query("CREATE TABLE IF NOT EXISTS public.counters (key text PRIMARY KEY, count bigint NOT NULL)");

async function increment(key) {
  const { rows } = await pool.query(
    "INSERT INTO public.counters AS counters VALUES ($1, 1) ON CONFLICT (key) DO UPDATE SET count = counters.count + 1 RETURNING count",
    [key],
  );
  return rows[0].count;
}

const add = DBOS.registerWorkflow((key) => DBOS.runStep(() => increment(key), { name: "increment" }), { name: "add" });

DBOS.setConfig({ name: "counter", systemDatabaseUrl: database, logLevel: "error", runAdminServer: false });
await DBOS.launch();

createServer(async (request, response) => {
  request.resume();
  try {
    response.end(await add(request.url.slice("/counter/".length)));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(Number(port), "127.0.0.1");

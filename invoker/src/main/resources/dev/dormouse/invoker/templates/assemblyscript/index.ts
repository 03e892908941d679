// The function {{name}}: the body of the request is its input, its output is the body of the answer.
import { Host, LogLevel } from "@extism/as-pdk";

export function handle(): i32 {
  const name = Host.inputString();
  const answer = "Hello, " + (name.length > 0 ? name : "World") + "!\n";
  // not outputString: PDK 1.0.0 cuts text that is not ASCII
  Host.output(Uint8Array.wrap(String.UTF8.encode(answer)));
  return 0;
}

// Called for what goes wrong inside; the trap that follows ends the request with 502.
function fail(message: string | null, file: string | null, line: u32, column: u32): void {
  Host.log(LogLevel.Error, (message === null ? "aborted" : message) + " at line " + line.toString());
}

// Greets: "Hello, NAME!" for the name in the body, in the language that the configuration names. Unmodified Extism PDK.
import { Config, Host, LogLevel } from "@extism/as-pdk";

const greetings = new Map<string, string>();
greetings.set("de", "Hallo");
greetings.set("en", "Hello");
greetings.set("fr", "Bonjour");
greetings.set("it", "Ciao");
greetings.set("ja", "こんにちは");

export function handle(): i32 {
  const name = Host.inputString().trim();
  const language = Config.get("language");
  const known = language !== null && greetings.has(language);
  const greeting = greetings.get(known ? language! : "en");
  const answer = greeting + ", " + (name.length > 0 ? name : "World") + "!\n";
  // not outputString: PDK 1.0.0 takes the length in UTF-16 units there, which is too short for "こんにちは"
  Host.output(Uint8Array.wrap(String.UTF8.encode(answer)));
  return 0;
}

// asc calls this for a failed assertion or an index out of range; the trap that follows ends the request with 502.
function fail(message: string | null, file: string | null, line: u32, column: u32): void {
  Host.log(LogLevel.Error, (message === null ? "aborted" : message) + " at line " + line.toString());
}

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ ( name = "main", worker = .function ) ],
  sockets = [ ( name = "http", http = (), service = "main" ) ],
);

const function :Workerd.Worker = (
  modules = [
    ( name = "function.js", esModule = embed "function.js" ),
    ( name = "tally.wasm", wasm = embed "tally.wasm" ),
  ],
  compatibilityDate = "2026-01-01",
);

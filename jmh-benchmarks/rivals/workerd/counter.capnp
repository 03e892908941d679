using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "main", worker = .counter ),
    ( name = "state", disk = ( writable = true ) ),
  ],
  sockets = [ ( name = "http", http = (), service = "main" ) ],
);

const counter :Workerd.Worker = (
  modules = [ ( name = "counter.js", esModule = embed "counter.js" ) ],
  compatibilityDate = "2026-01-01",
  durableObjectNamespaces = [ ( className = "Counter", uniqueKey = "counter", enableSql = true ) ],
  durableObjectStorage = ( localDisk = "state" ),
  bindings = [ ( name = "counters", durableObjectNamespace = "Counter" ) ],
);

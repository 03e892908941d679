;; Asks for an HTTP request, which no function is granted: always a trap.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
  (import "extism:host/env" "http_status_code" (func $http_status_code (result i32)))

  (memory (export "memory") 1)

  (func (export "handle") (result i32)
    (drop (call $http_request (call $alloc (i64.const 2)) (i64.const 0)))
    (call $http_status_code)))

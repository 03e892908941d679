;; Sends each chunk of the request body back as soon as it has come: request_read to response_write, no more than
;; one chunk at a time. Works for bodies of any length.
(module
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/user" "request_read" (func $request_read (param i64) (result i64)))
  (import "extism:host/user" "response_write" (func $response_write (param i64) (result i32)))

  (memory (export "memory") 1)

  (func (export "handle") (result i32)
    (local $chunk i64)
    (block $end
      (loop $next
        (local.set $chunk (call $request_read (i64.const 16384)))
        (br_if $end (i64.eqz (local.get $chunk)))
        (if (call $response_write (local.get $chunk)) (then (return (i32.const 1))))
        (call $free (local.get $chunk))
        (br $next)))
    (i32.const 0)))

;; Draws random bytes and reads the clock while it is initialised, and has no on_resume to renew them.
(module
  (import "extism:host/user" "random_bytes" (func $random_bytes (param i64) (result i64)))
  (import "extism:host/user" "clock_millis" (func $clock_millis (result i64)))

  (memory (export "memory") 1)

  (func (export "_initialize")
    (drop (call $random_bytes (i64.const 16)))
    (drop (call $clock_millis)))

  (func (export "handle") (result i32)
    (i32.const 0)))

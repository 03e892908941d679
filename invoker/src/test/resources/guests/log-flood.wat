;; Writes 4,096 log lines of 1,024 bytes, which is 4 MiB, and then answers "done". "endless" never stops.
(module
  (import "extism:host/env" "log_info" (func $log_info (param i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 0) "done")

  (func $line (result i64)
    (memory.fill (i32.const 1024) (i32.const 0x61) (i32.const 1024))
    (call $block_new (i32.const 1024) (i32.const 1024)))

  (func (export "handle") (result i32)
    (local $n i32) (local $line i64)
    (local.set $line (call $line))
    (loop $next
      (call $log_info (local.get $line))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $n) (i32.const 4096))))
    (call $output_set (call $block_new (i32.const 0) (i32.const 4)) (i64.const 4))
    (i32.const 0))

  (func (export "endless") (result i32)
    (local $line i64)
    (local.set $line (call $line))
    (loop $next (call $log_info (local.get $line)) (br $next))
    (unreachable)))

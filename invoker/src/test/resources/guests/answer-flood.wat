;; Answers without end: "handle" streams chunks of 64 KiB for as long as the host takes them, "whole" sets one output of
;; 32 MiB, "again" sets an output of 1 MiB for ever (only the last one counts, so this is a loop and not a flood).
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/user" "response_write" (func $response_write (param i64) (result i32)))

  (memory (export "memory") 1)

  (func (export "handle") (result i32)
    (local $chunk i64)
    (local.set $chunk (call $alloc (i64.const 65536)))
    (loop $next
      (br_if $next (i32.eqz (call $response_write (local.get $chunk)))))
    (i32.const 0))

  (func (export "whole") (result i32)
    (call $output_set (call $alloc (i64.const 33554432)) (i64.const 33554432))
    (i32.const 0))

  (func (export "again") (result i32)
    (local $block i64)
    (local.set $block (call $alloc (i64.const 1048576)))
    (loop $next
      (call $output_set (local.get $block) (i64.const 1048576))
      (br $next))
    (unreachable)))

;; Answers what the host gives as randomness and time, both through WASI and through extism:host/user, in hexadecimal:
;; "random_get=<64 digits>\nrandom_bytes=<64 digits>\nrealtime=<16>\nmonotonic=<16>\nclock_millis=<16>\n".
;; The last three are big-endian numbers: nanoseconds, nanoseconds, milliseconds.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "extism:host/user" "random_bytes" (func $random_bytes (param i64) (result i64)))
  (import "extism:host/user" "clock_millis" (func $clock_millis (result i64)))
  (import "extism:host/user" "block_read" (func $block_read (param i64 i64 i32 i32)))
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory (export "memory") 1)
  (data (i32.const 256) "random_get=random_bytes=realtime=monotonic=clock_millis=")
  (data (i32.const 320) "0123456789abcdef")
  ;; the answer so far lies at 1024; $end is where its next byte goes
  (global $end (mut i32) (i32.const 1024))

  (func $put_byte (param $byte i32)
    (i32.store8 (global.get $end) (local.get $byte))
    (global.set $end (i32.add (global.get $end) (i32.const 1))))

  (func $put_text (param $at i32) (param $length i32)
    (memory.copy (global.get $end) (local.get $at) (local.get $length))
    (global.set $end (i32.add (global.get $end) (local.get $length))))

  (func $put_digit (param $value i32)
    (call $put_byte (i32.load8_u (i32.add (i32.const 320) (i32.and (local.get $value) (i32.const 15))))))

  ;; the 32 bytes at 0, and a line feed
  (func $put_bytes
    (local $at i32)
    (loop $next
      (call $put_digit (i32.shr_u (i32.load8_u (local.get $at)) (i32.const 4)))
      (call $put_digit (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 32))))
    (call $put_byte (i32.const 10)))

  (func $put_number (param $value i64)
    (local $shift i64)
    (local.set $shift (i64.const 60))
    (loop $next
      (call $put_digit (i32.wrap_i64 (i64.shr_u (local.get $value) (local.get $shift))))
      (local.set $shift (i64.sub (local.get $shift) (i64.const 4)))
      (br_if $next (i64.ge_s (local.get $shift) (i64.const 0))))
    (call $put_byte (i32.const 10)))

  (func $clock (param $id i32) (result i64)
    (if (call $clock_time_get (local.get $id) (i64.const 1) (i32.const 64)) (then (unreachable)))
    (i64.load (i32.const 64)))

  (func (export "handle") (result i32)
    (local $block i64)
    (global.set $end (i32.const 1024))
    (call $put_text (i32.const 256) (i32.const 11))
    (if (call $random_get (i32.const 0) (i32.const 32)) (then (unreachable)))
    (call $put_bytes)
    (call $put_text (i32.const 267) (i32.const 13))
    (call $block_read (call $random_bytes (i64.const 32)) (i64.const 0) (i32.const 0) (i32.const 32))
    (call $put_bytes)
    (call $put_text (i32.const 280) (i32.const 9))
    (call $put_number (call $clock (i32.const 0)))
    (call $put_text (i32.const 289) (i32.const 10))
    (call $put_number (call $clock (i32.const 1)))
    (call $put_text (i32.const 299) (i32.const 13))
    (call $put_number (call $clock_millis))
    (local.set $block
      (call $block_new (i32.const 1024) (i32.sub (global.get $end) (i32.const 1024))))
    (call $output_set (local.get $block) (call $length (local.get $block)))
    (i32.const 0)))

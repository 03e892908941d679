;; Counts its calls in three places: a global, linear memory and the size of a table.
;; Answers "global=N memory=N table=N\n". A stateless function must answer 1, 1, 1 for ever; an agent counts up.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory (export "memory") 1)
  (table $calls (export "calls") 0 funcref)
  (global $count (mut i32) (i32.const 0))
  (data (i32.const 16) "global= memory= table=")

  ;; the answer so far lies at 1024; $end is where its next byte goes
  (global $end (mut i32) (i32.const 0))

  (func $put_byte (param $byte i32)
    (i32.store8 (global.get $end) (local.get $byte))
    (global.set $end (i32.add (global.get $end) (i32.const 1))))

  (func $put_text (param $at i32) (param $length i32)
    (memory.copy (global.get $end) (local.get $at) (local.get $length))
    (global.set $end (i32.add (global.get $end) (local.get $length))))

  (func $put_number (param $n i32)
    (if (i32.ge_u (local.get $n) (i32.const 10))
      (then (call $put_number (i32.div_u (local.get $n) (i32.const 10)))))
    (call $put_byte (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10)))))

  ;; hands the bytes from 1024 to $end to the host as the answer
  (func $answer
    (local $at i32) (local $block i64) (local $length i64)
    (local.set $length (i64.extend_i32_u (i32.sub (global.get $end) (i32.const 1024))))
    (local.set $block (call $alloc (local.get $length)))
    (local.set $at (i32.const 1024))
    (loop $next
      (call $store_u8
        (i64.add (local.get $block) (i64.extend_i32_u (i32.sub (local.get $at) (i32.const 1024))))
        (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (global.get $end))))
    (call $output_set (local.get $block) (local.get $length)))

  (func (export "handle") (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (drop (table.grow $calls (ref.null func) (i32.const 1)))
    (global.set $end (i32.const 1024))
    (call $put_text (i32.const 16) (i32.const 7))
    (call $put_number (global.get $count))
    (call $put_text (i32.const 23) (i32.const 8))
    (call $put_number (i32.load (i32.const 0)))
    (call $put_text (i32.const 31) (i32.const 7))
    (call $put_number (table.size $calls))
    (call $put_byte (i32.const 10))
    (call $answer)
    (i32.const 0)))

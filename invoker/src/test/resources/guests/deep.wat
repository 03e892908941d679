;; Recursion. "handle" goes as deep as the decimal number in the body says and answers the depth it has counted on its
;; way back, as eight hexadecimal digits; "endless" recurs until the stack is exhausted; "wide" does so with large frames.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 16) "0123456789abcdef")

  (func $dive (param $depth i32) (result i32)
    (if (result i32) (local.get $depth)
      (then (i32.add (i32.const 1) (call $dive (i32.sub (local.get $depth) (i32.const 1)))))
      (else (i32.const 0))))

  ;; leading decimal digits of the body
  (func $number (result i32)
    (local $at i64) (local $digit i32) (local $n i32)
    (block $end
      (loop $next
        (br_if $end (i64.ge_u (local.get $at) (call $input_length)))
        (local.set $digit (i32.sub (call $input_load_u8 (local.get $at)) (i32.const 48)))
        (br_if $end (i32.gt_u (local.get $digit) (i32.const 9)))
        (local.set $n (i32.add (i32.mul (local.get $n) (i32.const 10)) (local.get $digit)))
        (local.set $at (i64.add (local.get $at) (i64.const 1)))
        (br $next)))
    (local.get $n))

  (func (export "handle") (result i32)
    (local $n i32) (local $at i32)
    (local.set $n (call $dive (call $number)))
    (local.set $at (i32.const 8))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.load8_u (i32.add (i32.const 16) (i32.and (local.get $n) (i32.const 15)))))
      (local.set $n (i32.shr_u (local.get $n) (i32.const 4)))
      (br_if $digit (local.get $at)))
    (call $output_set (call $block_new (i32.const 0) (i32.const 8)) (i64.const 8))
    (i32.const 0))

  (func (export "endless") (result i32) (call $dive (i32.const -1)))

  (func $broad (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
    (i64.add (local.get 0)
      (call $broad
        (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7)
        (local.get 8) (local.get 9) (local.get 10) (local.get 11) (local.get 12) (local.get 13) (local.get 14)
        (local.get 15) (local.get 0))))
  (func (export "wide") (result i32)
    (i32.wrap_i64
      (call $broad
        (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6) (i64.const 7)
        (i64.const 8) (i64.const 9) (i64.const 10) (i64.const 11) (i64.const 12) (i64.const 13) (i64.const 14)
        (i64.const 15) (i64.const 16)))))

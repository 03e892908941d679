;; Counts its calls and answers the count in decimal. The body is a decimal number: its last two digits say how many
;; granules of 4 KiB the call fills with noise beside the counter, from the second page on; what stands before them is
;; the seed of the noise, together with the count. An empty body fills none. Built by: wat2wasm tally.wat
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory (export "memory") 16)

  (func $body (result i64)
    (local $at i64) (local $value i64)
    (loop $next
      (if (i64.lt_u (local.get $at) (call $input_length))
        (then
          (local.set $value
            (i64.add
              (i64.mul (local.get $value) (i64.const 10))
              (i64.extend_i32_u (i32.sub (call $input_load_u8 (local.get $at)) (i32.const 48)))))
          (local.set $at (i64.add (local.get $at) (i64.const 1)))
          (br $next))))
    (local.get $value))

  ;; xorshift64 over $granules granules
  (func $fill (param $granules i32) (param $noise i64)
    (local $at i32) (local $end i32)
    (local.set $at (i32.const 65536))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $granules) (i32.const 12))))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $noise (i64.xor (local.get $noise) (i64.shl (local.get $noise) (i64.const 13))))
          (local.set $noise (i64.xor (local.get $noise) (i64.shr_u (local.get $noise) (i64.const 7))))
          (local.set $noise (i64.xor (local.get $noise) (i64.shl (local.get $noise) (i64.const 17))))
          (i64.store (local.get $at) (local.get $noise))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br $next)))))

  (func $digits (param $n i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $n) (i32.const 10))
      (then (i32.const 1))
      (else (i32.add (i32.const 1) (call $digits (i32.div_u (local.get $n) (i32.const 10)))))))

  (func $answer (param $n i32)
    (local $block i64) (local $length i64) (local $at i64)
    (local.set $length (i64.extend_i32_u (call $digits (local.get $n))))
    (local.set $block (call $alloc (local.get $length)))
    (local.set $at (local.get $length))
    (loop $next
      (local.set $at (i64.sub (local.get $at) (i64.const 1)))
      (call $store_u8
        (i64.add (local.get $block) (local.get $at))
        (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
      (local.set $n (i32.div_u (local.get $n) (i32.const 10)))
      (br_if $next (i64.gt_s (local.get $at) (i64.const 0))))
    (call $output_set (local.get $block) (local.get $length)))

  (func (export "handle") (result i32)
    (local $body i64) (local $count i32)
    (local.set $body (call $body))
    (local.set $count (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (i32.store (i32.const 0) (local.get $count))
    (call $fill
      (i32.wrap_i64 (i64.rem_u (local.get $body) (i64.const 100)))
      (i64.mul
        (i64.add (i64.extend_i32_u (local.get $count)) (i64.mul (local.get $body) (i64.const 1000003)))
        (i64.const 0x9E3779B97F4A7C15)))
    (call $answer (local.get $count))
    (i32.const 0)))

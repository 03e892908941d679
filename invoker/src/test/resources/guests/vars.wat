;; "handle" answers the value that the variable "last" has, empty if none, and then sets it to the body: a stateless
;; function never remembers, an agent does. An empty body removes the variable.
;; "fill" sets one variable after the other to 64 KiB until the host refuses, which is a trap.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory (export "memory") 1)

  ;; a block with "last"
  (func $last (result i64)
    (local $key i64)
    (local.set $key (call $alloc (i64.const 4)))
    (call $store_u8 (local.get $key) (i32.const 0x6c))
    (call $store_u8 (i64.add (local.get $key) (i64.const 1)) (i32.const 0x61))
    (call $store_u8 (i64.add (local.get $key) (i64.const 2)) (i32.const 0x73))
    (call $store_u8 (i64.add (local.get $key) (i64.const 3)) (i32.const 0x74))
    (local.get $key))

  ;; a block with the body, or 0 when that is empty
  (func $body (result i64)
    (local $block i64) (local $at i64)
    (if (i64.eqz (call $input_length)) (then (return (i64.const 0))))
    (local.set $block (call $alloc (call $input_length)))
    (loop $next
      (call $store_u8 (i64.add (local.get $block) (local.get $at)) (call $input_load_u8 (local.get $at)))
      (local.set $at (i64.add (local.get $at) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $at) (call $input_length))))
    (local.get $block))

  (func (export "handle") (result i32)
    (local $value i64)
    (local.set $value (call $var_get (call $last)))
    (if (i64.ne (local.get $value) (i64.const 0))
      (then (call $output_set (local.get $value) (call $length (local.get $value)))))
    (call $var_set (call $last) (call $body))
    (i32.const 0))

  (func (export "fill") (result i32)
    (local $n i64) (local $key i64) (local $value i64)
    (local.set $key (call $alloc (i64.const 8)))
    (local.set $value (call $alloc (i64.const 65536)))
    (loop $next
      (call $store_u64 (local.get $key) (local.get $n))
      (call $var_set (local.get $key) (local.get $value))
      (local.set $n (i64.add (local.get $n) (i64.const 1)))
      (br $next))
    (unreachable)))

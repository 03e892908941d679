;; Ends badly in the way that "kind=X" in the query asks for; each kind is an export of its own as well.
;;   u unreachable      d division by zero   o signed overflow of a division   t float that no integer can hold
;;   b memory bounds    i null table entry   s table entry of another type     e table bounds
;;   h host bounds      r error text and return code 1                          c return code 7 without a text
(module
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "load_u8" (func $load_u8 (param i64) (result i32)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))
  (import "extism:host/user" "request_head" (func $request_head (result i64)))
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 0) "kind=")
  (data (i32.const 16) "the guest says no")
  (global $zero (mut i32) (i32.const 0))
  (type $nothing (func))
  (type $number (func (result i32)))
  (table 2 funcref)
  (elem (i32.const 1) $unreachable)

  (func $unreachable (export "unreachable") (result i32) (unreachable))
  (func $divide (export "divide") (result i32) (i32.div_u (i32.const 1) (global.get $zero)))
  (func $overflow (export "overflow") (result i32)
    (i32.div_s (i32.const 0x80000000) (i32.sub (global.get $zero) (i32.const 1))))
  (func $truncate (export "truncate") (result i32) (i32.trunc_f64_s (f64.const 1e300)))
  (func $bounds (export "bounds") (result i32) (i32.load (i32.const 65533)))
  (func $null (export "null") (result i32) (call_indirect (type $number) (i32.const 0)))
  (func $type (export "type") (result i32) (call_indirect (type $nothing) (i32.const 1)) (i32.const 0))
  (func $entry (export "entry") (result i32) (call_indirect (type $number) (i32.const 2)))
  (func $host (export "host") (result i32) (call $load_u8 (i64.const -1)))
  (func $error (export "error") (result i32)
    (call $error_set (call $block_new (i32.const 16) (i32.const 17)))
    (i32.const 1))
  (func $code (export "code") (result i32) (i32.const 7))

  ;; the byte after "kind=" in the request head, or 0
  (func $kind (result i32)
    (local $head i64) (local $length i64) (local $at i64) (local $matched i32)
    (local.set $head (call $request_head))
    (local.set $length (call $length (local.get $head)))
    (block $absent
      (loop $next
        (br_if $absent (i64.ge_u (local.get $at) (local.get $length)))
        (if (i32.eq (local.get $matched) (i32.const 5))
          (then (return (call $load_u8 (i64.add (local.get $head) (local.get $at))))))
        (local.set $matched
          (if (result i32)
            (i32.eq
              (call $load_u8 (i64.add (local.get $head) (local.get $at)))
              (i32.load8_u (local.get $matched)))
            (then (i32.add (local.get $matched) (i32.const 1)))
            (else (i32.const 0))))
        (local.set $at (i64.add (local.get $at) (i64.const 1)))
        (br $next)))
    (i32.const 0))

  (func (export "handle") (result i32)
    (local $kind i32)
    (local.set $kind (call $kind))
    (if (i32.eq (local.get $kind) (i32.const 0x75)) (then (return (call $unreachable))))
    (if (i32.eq (local.get $kind) (i32.const 0x64)) (then (return (call $divide))))
    (if (i32.eq (local.get $kind) (i32.const 0x6f)) (then (return (call $overflow))))
    (if (i32.eq (local.get $kind) (i32.const 0x74)) (then (return (call $truncate))))
    (if (i32.eq (local.get $kind) (i32.const 0x62)) (then (return (call $bounds))))
    (if (i32.eq (local.get $kind) (i32.const 0x69)) (then (return (call $null))))
    (if (i32.eq (local.get $kind) (i32.const 0x73)) (then (return (call $type))))
    (if (i32.eq (local.get $kind) (i32.const 0x65)) (then (return (call $entry))))
    (if (i32.eq (local.get $kind) (i32.const 0x68)) (then (return (call $host))))
    (if (i32.eq (local.get $kind) (i32.const 0x72)) (then (return (call $error))))
    (if (i32.eq (local.get $kind) (i32.const 0x63)) (then (return (call $code))))
    (i32.const 0)))

;; State of every kind that an image must hold. Each step changes all of it and answers with a digest of what it saw,
;; so that two instances that went on from the same state give the same answers, and others do not.
(module
  (import "host" "note" (func $note (param i64) (result i64)))

  (memory (export "memory") 1 8)
  (table $functions 4 16 funcref)
  (table $objects 2 8 externref)

  (global $starts (mut i32) (i32.const 0))
  (global $i32 (mut i32) (i32.const 7))
  (global $i64 (mut i64) (i64.const 11))
  (global $f64 (mut f64) (f64.const 1.5))
  (global $function (mut funcref) (ref.null func))
  (global $constant i32 (i32.const 42))

  (type $step (func (result i64)))
  (elem (table $functions) (i32.const 0) func $one $two)
  (elem $more func $two $one $three)
  (elem declare func $three)
  (data (i32.const 8) "active")
  (data $passive "passive bytes")
  (start $begin)

  (func $begin (global.set $starts (i32.add (global.get $starts) (i32.const 1))))
  (func $one (result i64) (i64.const 1))
  (func $two (result i64) (i64.const 2))
  (func $three (result i64) (i64.const 3))

  (func $mix (param $digest i64) (param $value i64) (result i64)
    (i64.add (i64.mul (local.get $digest) (i64.const 1000003)) (local.get $value)))

  ;; numbers in globals
  (func $globals (result i64)
    (global.set $i32 (i32.mul (global.get $i32) (i32.const 31)))
    (global.set $i64 (i64.rotl (global.get $i64) (i64.const 13)))
    (global.set $f64 (f64.mul (global.get $f64) (f64.const -1.25)))
    (call $mix (call $mix (call $mix (i64.extend_i32_u (global.get $starts)) (i64.extend_i32_u (global.get $i32)))
      (global.get $i64)) (i64.reinterpret_f64 (global.get $f64))))

  ;; references in a global and in tables
  (func $references (result i64)
    (local $sum i64)
    (local $at i32)
    (global.set $function (table.get $functions (i32.const 0)))
    (table.set $functions (i32.const 0) (table.get $functions (i32.const 1)))
    (table.set $functions (i32.const 1) (global.get $function))
    (drop (table.grow $functions (ref.func $three) (i32.const 1)))
    (drop (table.grow $objects (ref.null extern) (i32.const 1)))
    (block $end
      (loop $next
        (br_if $end (i32.ge_u (local.get $at) (table.size $functions)))
        (if (i32.eqz (ref.is_null (table.get $functions (local.get $at))))
          (then (local.set $sum (call $mix (local.get $sum)
            (call_indirect $functions (type $step) (local.get $at))))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (call $mix (local.get $sum) (i64.extend_i32_u (table.size $objects))))

  ;; bytes all over the memory, which grows
  (func $bytes (result i64)
    (local $at i32)
    (local $sum i64)
    (drop (memory.grow (i32.const 1)))
    (block $end
      (loop $next
        (br_if $end (i32.ge_u (local.get $at) (i32.shl (memory.size) (i32.const 16))))
        (i64.store offset=4093 (local.get $at)
          (i64.add (i64.load offset=4093 (local.get $at)) (i64.const 0x0102030405060708)))
        (local.set $sum (call $mix (local.get $sum) (i64.load offset=4090 (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 8192)))
        (br $next)))
    (call $mix (local.get $sum) (i64.load (i32.const 8))))

  (func (export "step") (result i64)
    (call $note (call $mix (call $mix (call $globals) (call $references)) (call $bytes))))

  (func (export "starts") (result i32) (global.get $starts))
  (func (export "constant") (result i32) (global.get $constant))
  (func (export "table_size") (result i32) (table.size $functions))

  ;; segments: each of these traps once the segment is dropped
  (func (export "init_data") (result i64)
    (memory.init $passive (i32.const 64) (i32.const 0) (i32.const 13))
    (i64.load (i32.const 64)))
  (func (export "init_elements") (result i64)
    (table.init $functions $more (i32.const 1) (i32.const 0) (i32.const 3))
    (call_indirect $functions (type $step) (i32.const 3)))
  (func (export "drop_data") (data.drop $passive))
  (func (export "drop_elements") (elem.drop $more)))

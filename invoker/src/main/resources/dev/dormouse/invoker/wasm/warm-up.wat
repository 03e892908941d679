;; Compiled when a compiler process starts, so that the first real module finds the compiler's classes loaded.
;; It does nothing of use; it has a bit of everything.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (import "host" "log" (func $log (param i64)))
  (memory (export "memory") 1)
  (table $operations 2 funcref)
  (elem (i32.const 0) $add $divide)
  (global $calls (mut i32) (i32.const 0))
  (data (i32.const 0) "warm")

  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $divide (type $binary) (i32.div_u (local.get 0) (local.get 1)))

  (func $sum (param $n i64) (result i64) (local $i i64) (local $total i64)
    (loop $next
      (local.set $total (i64.add (local.get $total) (i64.mul (local.get $i) (local.get $i))))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $n))))
    (local.get $total))

  (func $floats (param $x f64) (result f32)
    (f32.demote_f64 (f64.sqrt (f64.add (local.get $x) (f64.convert_i32_s (global.get $calls))))))

  (func $choose (param $case i32) (result i32)
    (block $third (block $second (block $first
      (br_table $first $second $third (local.get $case)))
      (return (i32.const 10)))
      (return (i32.load8_u (local.get $case))))
    (select (i32.const 1) (i32.const 2) (i32.eqz (local.get $case))))

  (func (export "run") (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (call $log (call $sum (i64.const 10)))
    (f32.store (i32.const 16) (call $floats (f64.const 2)))
    (i64.store (i32.const 24) (i64.extend_i32_s (call $choose (i32.const 1))))
    (memory.copy (i32.const 100) (i32.const 0) (i32.const 32))
    (if (i32.gt_s (memory.grow (i32.const 0)) (i32.const 1)) (then (unreachable)))
    (call_indirect $operations (type $binary) (i32.const 6) (i32.const 3) (i32.const 1))))

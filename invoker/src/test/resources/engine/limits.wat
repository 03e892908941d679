;; Ways to use up what an instance may have.
(module
  (memory (export "memory") 1 32767)
  (table $t 1 1000000 funcref)
  (type $none (func))

  (func (export "grow_memory") (param $pages i32) (result i32) (memory.grow (local.get $pages)))
  (func (export "grow_table") (param $entries i32) (result i32)
    (table.grow $t (ref.null func) (local.get $entries)))
  (func (export "table_size") (result i32) (table.size $t))

  (func (export "count") (param $n i64) (result i64)
    (local $i i64)
    (loop $next
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $n))))
    (local.get $i))

  (func $fibonacci (export "fibonacci") (param $n i64) (result i64)
    (if (result i64) (i64.lt_u (local.get $n) (i64.const 2))
      (then (local.get $n))
      (else (i64.add
        (call $fibonacci (i64.sub (local.get $n) (i64.const 1)))
        (call $fibonacci (i64.sub (local.get $n) (i64.const 2)))))))

  (func (export "fill") (param $at i32) (param $value i32) (param $length i32)
    (memory.fill (local.get $at) (local.get $value) (local.get $length)))
  (func (export "copy") (param $to i32) (param $from i32) (param $length i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $length)))

  (func (export "fill_for_ever")
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.shl (memory.size) (i32.const 16)))
      (br $again)))

  (func (export "load") (param $at i32) (result i32) (i32.load (local.get $at)))
  (func (export "store") (param $at i32) (param $value i32) (i32.store (local.get $at) (local.get $value)))
  (func (export "unreachable") (unreachable))
  (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (export "call_null") (call_indirect $t (type $none) (i32.const 0)))
  (func $recurse (export "recurse") (call $recurse)))

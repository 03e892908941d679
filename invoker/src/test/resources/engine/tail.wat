;; Tail calls: the stack does not grow, so only fuel or the deadline ends these.
(module
  (type $step (func (param i64) (result i64)))
  (table 1 funcref)
  (elem (i32.const 0) $indirect)

  (func $down (export "down") (param $n i64) (result i64)
    (if (i64.eqz (local.get $n)) (then (return (i64.const 0))))
    (return_call $down (i64.sub (local.get $n) (i64.const 1))))

  (func $ping (export "direct") (result i64) (return_call $pong))
  (func $pong (result i64) (return_call $ping))

  (func $indirect (export "indirect") (param $n i64) (result i64)
    (return_call_indirect (type $step) (local.get $n) (i32.const 0))))

;; Guests that never end by themselves, one export each: the runtime has to stop every one of them.
;; Linear memory may grow to 256 MiB; "fill" takes as much of it as it is given.
(module
  (import "extism:host/env" "get_log_level" (func $get_log_level (result i32)))
  (memory (export "memory") 1 4096)
  (global $ticks (mut i64) (i64.const 0))
  (table 1 funcref)
  (elem (i32.const 0) $indirect)
  (type $nothing (func))

  (func $tick (global.set $ticks (i64.add (global.get $ticks) (i64.const 1))))

  ;; a loop with work in it
  (func (export "handle") (result i32)
    (loop $again (global.set $ticks (i64.add (global.get $ticks) (i64.const 1))) (br $again))
    (unreachable))

  ;; a loop with an empty body
  (func (export "empty") (result i32) (loop $again (br $again)) (unreachable))

  ;; a loop whose backward jumps are a br_table
  (func (export "br_table") (result i32)
    (loop $again (br_table $again $again (i32.const 0)))
    (unreachable))

  ;; calls in a loop, direct and through the table
  (func (export "calls") (result i32) (loop $again (call $tick) (br $again)) (unreachable))
  (func $indirect (call $tick))
  (func (export "indirect") (result i32)
    (loop $again (call_indirect (type $nothing) (i32.const 0)) (br $again))
    (unreachable))

  ;; recursion that grows as a binary tree of depth 64: never ends, never exhausts the stack
  (func $tree (param $depth i32)
    (if (local.get $depth)
      (then
        (call $tree (i32.sub (local.get $depth) (i32.const 1)))
        (call $tree (i32.sub (local.get $depth) (i32.const 1))))))
  (func (export "recursion") (result i32) (call $tree (i32.const 64)) (i32.const 0))

  ;; bulk operations over as much memory as can be had, in a loop
  (func $grow_all
    (local $pages i32)
    (local.set $pages (i32.sub (i32.const 4096) (memory.size)))
    (block $done
      (loop $smaller
        (br_if $done (i32.eqz (local.get $pages)))
        (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1))
          (then (local.set $pages (i32.shr_u (local.get $pages) (i32.const 1)))))
        (br $smaller))))
  (func (export "fill") (result i32)
    (call $grow_all)
    (loop $again
      (memory.fill (i32.const 0) (i32.const 7) (i32.mul (memory.size) (i32.const 65536)))
      (br $again))
    (unreachable))
  (func (export "copy") (result i32)
    (call $grow_all)
    (loop $again
      (memory.copy (i32.const 0) (i32.const 1) (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 1)))
      (br $again))
    (unreachable))

  ;; a host call in a loop
  (func (export "host_call") (result i32)
    (loop $again (drop (call $get_log_level)) (br $again))
    (unreachable)))

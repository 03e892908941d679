;; Answers with the JSON of request_head as its body. "status=NNN" in the query sets the status of the answer;
;; the answer always carries "x-guest: headers" and a JSON content type.
(module
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/user" "request_head" (func $request_head (result i64)))
  (import "extism:host/user" "response_head" (func $response_head (param i64) (result i32)))
  (import "extism:host/user" "block_read" (func $block_read (param i64 i64 i32 i32)))
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))

  (memory (export "memory") 2)
  (data (i32.const 0) "status=")
  ;; the three digits of the status are at 16 + 10
  (data (i32.const 16)
    "{\"status\":200,\"headers\":[[\"content-type\",\"application/json\"],[\"x-guest\",\"headers\"]]}")

  ;; where "status=" ends in memory from $at to $end, or 0
  (func $find_status (param $at i32) (param $end i32) (result i32)
    (local $i i32)
    (block $absent
      (loop $next
        (br_if $absent (i32.gt_u (i32.add (local.get $at) (i32.const 10)) (local.get $end)))
        (local.set $i (i32.const 0))
        (block $differs
          (loop $compare
            (br_if $differs
              (i32.ne
                (i32.load8_u (i32.add (local.get $at) (local.get $i)))
                (i32.load8_u (local.get $i))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $compare (i32.lt_u (local.get $i) (i32.const 7))))
          (return (i32.add (local.get $at) (i32.const 7))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.const 0))

  (func (export "handle") (result i32)
    (local $head i64) (local $size i32) (local $digits i32)
    (local.set $head (call $request_head))
    (local.set $size (i32.wrap_i64 (call $length (local.get $head))))
    (if (i32.gt_u (local.get $size) (i32.const 65536)) (then (local.set $size (i32.const 65536))))
    (call $block_read (local.get $head) (i64.const 0) (i32.const 1024) (local.get $size))
    (local.set $digits (call $find_status (i32.const 1024) (i32.add (i32.const 1024) (local.get $size))))
    (if (local.get $digits)
      (then (memory.copy (i32.const 26) (local.get $digits) (i32.const 3))))
    (if (call $response_head (call $block_new (i32.const 16) (i32.const 84)))
      (then (unreachable)))
    (call $output_set (local.get $head) (call $length (local.get $head)))
    (i32.const 0)))

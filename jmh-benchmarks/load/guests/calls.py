"""Runs one kernel on wasmtime and prints how many nanoseconds each call took:

    calls.py MODULE CALLS SECONDS EXPORT ARGUMENT RESULT

One instance serves all calls. Python calls it through ctypes, which takes some microseconds.
"""

import sys
import time

from wasmtime import Engine, Instance, Module, Store

file, calls, seconds, name, argument, result = sys.argv[1:]
engine = Engine()
store = Store(engine)
exported = Instance(store, Module.from_file(engine, file), []).exports(store)[name]
given, wanted = int(argument), int(result)

times = []
start = time.perf_counter_ns()
for _ in range(int(calls)):
    began = time.perf_counter_ns()
    returned = exported(store, given)
    ended = time.perf_counter_ns()
    if returned != wanted:
        raise SystemExit(f"{name} gives {wanted}, not {returned}")
    times.append(ended - began)
    if ended - start > int(seconds) * 1_000_000_000:
        break
print(*times)

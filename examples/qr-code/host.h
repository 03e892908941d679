/* The functions of the host that this guest uses; docs/abi.md defines them. A block is named by its offset. */
#ifndef HOST_H
#define HOST_H

#include <stdint.h>

#define HOST(module, name) __attribute__((import_module("extism:host/" module), import_name(#name)))

HOST("env", input_offset) uint64_t input_offset(void);
HOST("env", length) uint64_t length(uint64_t block);
HOST("env", output_set) void output_set(uint64_t block, uint64_t length);
HOST("user", request_head) uint64_t request_head(void);
HOST("user", response_head) int32_t response_head(uint64_t block);
HOST("user", block_new) uint64_t block_new(const void *bytes, int32_t length);
HOST("user", block_read) void block_read(uint64_t block, uint64_t at, void *into, int32_t length);

#endif

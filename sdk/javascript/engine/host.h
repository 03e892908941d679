/*
 * What the engine asks of its host: the part of `extism:host/env` and `extism:host/user` that it uses.
 *
 * A block is a piece of host memory addressed by a 64-bit offset; 0 is "nothing". The engine frees each block that it
 * makes or is given. docs/abi.md defines every function.
 */
#ifndef DORMOUSE_HOST_H
#define DORMOUSE_HOST_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t Block;

#define ENV(name) __attribute__((import_module("extism:host/env"), import_name(#name))) extern
#define USER(name) __attribute__((import_module("extism:host/user"), import_name(#name))) extern

ENV(free) void host_free(Block block);
ENV(length) uint64_t host_length(Block block);
ENV(input_length) uint64_t host_input_length(void);
ENV(input_load_u8) uint32_t host_input_load_u8(uint64_t at);
ENV(input_load_u64) uint64_t host_input_load_u64(uint64_t at);
ENV(output_set) void host_output_set(Block block, uint64_t length);
ENV(error_set) void host_error_set(Block block);
ENV(config_get) Block host_config_get(Block key);
ENV(log_trace) void host_log_trace(Block block);
ENV(log_debug) void host_log_debug(Block block);
ENV(log_info) void host_log_info(Block block);
ENV(log_warn) void host_log_warn(Block block);
ENV(log_error) void host_log_error(Block block);

USER(block_new) Block host_block_new(const void *bytes, uint32_t length);
USER(block_read) void host_block_read(Block block, uint64_t at, void *bytes, uint32_t length);
USER(request_head) Block host_request_head(void);
USER(request_read) Block host_request_read(uint64_t max);
USER(response_head) int32_t host_response_head(Block block);
USER(response_write) int32_t host_response_write(Block block);
USER(random_bytes) Block host_random_bytes(uint64_t length);

#undef ENV
#undef USER

/* Copies the whole block into `bytes` (of `capacity` bytes, or fewer if the block is shorter), frees it, and tells how
 * many bytes it had. */
static inline size_t host_take(Block block, void *bytes, size_t capacity) {
    size_t length = (size_t)host_length(block);
    host_block_read(block, 0, bytes, (uint32_t)(length < capacity ? length : capacity));
    host_free(block);
    return length;
}

#endif

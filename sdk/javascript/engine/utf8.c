#include "utf8.h"

#include <stdbool.h>

/* The number of bytes of a character by its first byte; 0 where no character begins so. */
static size_t length_by_lead(uint8_t lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Whether `byte` may be the second byte after `lead`: excludes overlong forms, surrogates and what is above U+10FFFF. */
static bool second_allowed(uint8_t lead, uint8_t byte) {
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return byte >= low && byte <= high;
}

/* How many bytes from `bytes` on fit the character that the first one begins, and no more than that has. */
static size_t fitting(const uint8_t *bytes, size_t length, size_t wanted) {
    size_t n = 1;
    while (n < wanted && n < length) {
        bool fits = n == 1 ? second_allowed(bytes[0], bytes[1]) : (bytes[n] & 0xC0) == 0x80;
        if (!fits) {
            break;
        }
        n++;
    }
    return n;
}

size_t utf8_valid_prefix(const uint8_t *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t wanted = length_by_lead(bytes[at]);
        if (wanted == 0 || fitting(bytes + at, length - at, wanted) < wanted) {
            return at;
        }
        at += wanted;
    }
    return length;
}

size_t utf8_ill_formed_length(const uint8_t *bytes, size_t length) {
    size_t wanted = length_by_lead(bytes[0]);
    return wanted == 0 ? 1 : fitting(bytes, length, wanted);
}

size_t utf8_incomplete_tail(const uint8_t *bytes, size_t length) {
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        const uint8_t *lead = bytes + length - back;
        if ((*lead & 0xC0) == 0x80) {
            continue;
        }
        size_t wanted = length_by_lead(*lead);
        return wanted > back && fitting(lead, back, wanted) == back ? back : 0;
    }
    return 0;
}

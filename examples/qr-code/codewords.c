#include "codewords.h"

#include <string.h>

enum { MODE_ECI = 7, MODE_BYTES = 4, ECI_UTF_8 = 26 };

/* By level and version: error correction codewords in each block, and the number of blocks (ISO/IEC 18004, table 9). */
static const uint8_t CORRECTION[4][40] = {
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
};
static const uint8_t BLOCKS[4][40] = {
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
};

int codewords_of(int version) {
    int modules = (16 * version + 128) * version + 64;
    if (version >= 2) {
        int alignments = version / 7 + 2;
        modules -= (25 * alignments - 10) * alignments - 55;
    }
    if (version >= 7) {
        modules -= 36;
    }
    return modules / 8;
}

static int data_codewords(int version, enum qr_level level) {
    return codewords_of(version) - CORRECTION[level][version - 1] * BLOCKS[level][version - 1];
}

static bool is_ascii(const uint8_t *text, int length) {
    for (int i = 0; i < length; i++) {
        if (text[i] > 127) {
            return false;
        }
    }
    return true;
}

static int length_bits(int version) {
    return version < 10 ? 8 : 16;
}

static int data_bits(int version, const uint8_t *text, int length) {
    return (is_ascii(text, length) ? 0 : 12) + 4 + length_bits(version) + 8 * length;
}

int version_for(const uint8_t *text, int length, enum qr_level level) {
    for (int version = 1; version <= 40; version++) {
        if (data_bits(version, text, length) <= 8 * data_codewords(version, level)) {
            return version;
        }
    }
    return 0;
}

/* Bits written one after the other into zeroed bytes. */
struct bits {
    uint8_t *bytes;
    int count;
};

static void put(struct bits *bits, int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
        bits->bytes[bits->count >> 3] |= ((value >> i) & 1) << (7 - (bits->count & 7));
        bits->count++;
    }
}

static void write_data(uint8_t *data, int capacity, int version, const uint8_t *text, int length) {
    memset(data, 0, (size_t) capacity);
    struct bits bits = {data, 0};
    if (!is_ascii(text, length)) {
        put(&bits, MODE_ECI, 4);
        put(&bits, ECI_UTF_8, 8);
    }
    put(&bits, MODE_BYTES, 4);
    put(&bits, length, length_bits(version));
    for (int i = 0; i < length; i++) {
        put(&bits, text[i], 8);
    }
    /* the end is four zeros, or as many as there is room for, then zeros up to a whole byte: they are there already */
    int end = 8 * capacity - bits.count < 4 ? 8 * capacity : bits.count + 4;
    for (int i = (end + 7) / 8, pad = 0xEC; i < capacity; i++, pad ^= 0xEC ^ 0x11) {
        data[i] = (uint8_t) pad;
    }
}

/* Multiplication in the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1. */
static uint8_t multiply(uint8_t x, uint8_t y) {
    int product = 0;
    for (int i = 7; i >= 0; i--) {
        product = (product << 1) ^ ((product >> 7) * 0x11D);
        product ^= ((y >> i) & 1) * x;
    }
    return (uint8_t) product;
}

/* Coefficients of the product of (x - 2^i) for i < degree, without the leading 1. */
static void make_divisor(uint8_t *divisor, int degree) {
    memset(divisor, 0, (size_t) degree);
    divisor[degree - 1] = 1;
    uint8_t root = 1;
    for (int i = 0; i < degree; i++) {
        for (int j = 0; j < degree; j++) {
            divisor[j] = multiply(divisor[j], root) ^ (j + 1 < degree ? divisor[j + 1] : 0);
        }
        root = multiply(root, 2);
    }
}

static void make_remainder(uint8_t *remainder, const uint8_t *data, int length, const uint8_t *divisor, int degree) {
    memset(remainder, 0, (size_t) degree);
    for (int i = 0; i < length; i++) {
        uint8_t factor = data[i] ^ remainder[0];
        memmove(remainder, remainder + 1, (size_t) (degree - 1));
        remainder[degree - 1] = 0;
        for (int j = 0; j < degree; j++) {
            remainder[j] ^= multiply(divisor[j], factor);
        }
    }
}

void write_codewords(uint8_t *codewords, int version, enum qr_level level, const uint8_t *text, int length) {
    static uint8_t data[MAX_CODEWORDS];
    int all = codewords_of(version), capacity = data_codewords(version, level);
    int blocks = BLOCKS[level][version - 1], degree = CORRECTION[level][version - 1];
    write_data(data, capacity, version, text, length);
    uint8_t divisor[30], remainder[30];
    make_divisor(divisor, degree);
    /* The first blocks have one codeword less than the others; codewords stand column by column, then the corrections. */
    int shorter = blocks - all % blocks, short_length = capacity / blocks;
    const uint8_t *block = data;
    for (int b = 0; b < blocks; b++) {
        int block_length = short_length + (b >= shorter);
        make_remainder(remainder, block, block_length, divisor, degree);
        for (int i = 0; i < block_length; i++) {
            codewords[i < short_length ? i * blocks + b : short_length * blocks + b - shorter] = block[i];
        }
        for (int i = 0; i < degree; i++) {
            codewords[capacity + i * blocks + b] = remainder[i];
        }
        block += block_length;
    }
}

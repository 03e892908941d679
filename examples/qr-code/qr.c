#include "qr.h"

#include "codewords.h"

#include <stdlib.h>
#include <string.h>

static void set(struct qr *qr, int row, int column, bool dark) {
    qr->dark[row][column] = dark;
    qr->fixed[row][column] = true;
}

/* Distance in the sense of a king's moves: the patterns are squares within squares. */
static int distance(int rows, int columns) {
    return abs(rows) > abs(columns) ? abs(rows) : abs(columns);
}

static void draw_finder(struct qr *qr, int row, int column) {
    for (int y = -4; y <= 4; y++) {
        for (int x = -4; x <= 4; x++) {
            int r = row + y, c = column + x;
            if (r >= 0 && r < qr->size && c >= 0 && c < qr->size) {
                set(qr, r, c, distance(y, x) != 2 && distance(y, x) != 4);
            }
        }
    }
}

static void draw_alignment(struct qr *qr, int row, int column) {
    for (int y = -2; y <= 2; y++) {
        for (int x = -2; x <= 2; x++) {
            set(qr, row + y, column + x, distance(y, x) != 1);
        }
    }
}

static void draw_alignments(struct qr *qr) {
    if (qr->version == 1) {
        return;
    }
    int count = qr->version / 7 + 2, positions[7];
    int step = qr->version == 32 ? 26 : (qr->version * 4 + count * 2 + 1) / (2 * count - 2) * 2;
    positions[0] = 6;
    for (int i = count - 1, at = qr->size - 7; i > 0; i--, at -= step) {
        positions[i] = at;
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            bool finder = (i == 0 && j == 0) || (i == 0 && j == count - 1) || (i == count - 1 && j == 0);
            if (!finder) {
                draw_alignment(qr, positions[i], positions[j]);
            }
        }
    }
}

/* Appends the remainder of the division by a generator polynomial of this degree. */
static int with_check_bits(int value, int generator, int degree) {
    int remainder = value;
    for (int i = 0; i < degree; i++) {
        remainder = (remainder << 1) ^ ((remainder >> (degree - 1)) * generator);
    }
    return value << degree | remainder;
}

static void draw_version(struct qr *qr) {
    if (qr->version < 7) {
        return;
    }
    int bits = with_check_bits(qr->version, 0x1F25, 12);
    for (int i = 0; i < 18; i++) {
        int near = i / 3, far = qr->size - 11 + i % 3;
        bool dark = bits >> i & 1;
        set(qr, near, far, dark);
        set(qr, far, near, dark);
    }
}

static void draw_format(struct qr *qr, enum qr_level level, int mask) {
    static const int LEVEL_BITS[] = {1, 0, 3, 2};
    int bits = with_check_bits(LEVEL_BITS[level] << 3 | mask, 0x537, 10) ^ 0x5412;
    for (int i = 0; i < 15; i++) {
        bool dark = bits >> i & 1;
        int along = i < 6 ? i : i < 8 ? i + 1 : i == 8 ? 7 : 14 - i;
        if (i < 8) {
            set(qr, along, 8, dark);
            set(qr, 8, qr->size - 1 - i, dark);
        } else {
            set(qr, 8, along, dark);
            set(qr, qr->size - 15 + i, 8, dark);
        }
    }
    set(qr, qr->size - 8, 8, true);
}

static void draw_patterns(struct qr *qr, enum qr_level level) {
    for (int i = 0; i < qr->size; i++) {
        set(qr, 6, i, i % 2 == 0);
        set(qr, i, 6, i % 2 == 0);
    }
    draw_finder(qr, 3, 3);
    draw_finder(qr, 3, qr->size - 4);
    draw_finder(qr, qr->size - 4, 3);
    draw_alignments(qr);
    draw_version(qr);
    draw_format(qr, level, 0);
}

/* In pairs of columns from the right, up and down by turns, around what is fixed. */
static void draw_codewords(struct qr *qr, const uint8_t *codewords) {
    int bit = 0, bits = 8 * codewords_of(qr->version);
    bool upwards = true;
    for (int right = qr->size - 1; right > 0; right -= 2, upwards = !upwards) {
        if (right == 6) {
            right = 5; /* the vertical timing pattern */
        }
        for (int i = 0; i < qr->size; i++) {
            int row = upwards ? qr->size - 1 - i : i;
            for (int column = right; column > right - 2; column--) {
                if (!qr->fixed[row][column] && bit < bits) {
                    qr->dark[row][column] = codewords[bit >> 3] >> (7 - (bit & 7)) & 1;
                    bit++;
                }
            }
        }
    }
}

static bool is_masked(int mask, int row, int column) {
    switch (mask) {
        case 0: return (row + column) % 2 == 0;
        case 1: return row % 2 == 0;
        case 2: return column % 3 == 0;
        case 3: return (row + column) % 3 == 0;
        case 4: return (row / 2 + column / 3) % 2 == 0;
        case 5: return row * column % 2 + row * column % 3 == 0;
        case 6: return (row * column % 2 + row * column % 3) % 2 == 0;
        default: return ((row + column) % 2 + row * column % 3) % 2 == 0;
    }
}

/* Masks the data; once more, and it is as before. */
static void toggle_mask(struct qr *qr, int mask) {
    for (int row = 0; row < qr->size; row++) {
        for (int column = 0; column < qr->size; column++) {
            qr->dark[row][column] ^= !qr->fixed[row][column] && is_masked(mask, row, column);
        }
    }
}

/* Runs of five and more, and what looks like a finder pattern, along one row or column. */
static int line_penalty(const struct qr *qr, int line, bool vertical) {
    int penalty = 0, run = 0, window = 0;
    for (int i = 0; i < qr->size; i++) {
        bool dark = vertical ? qr->dark[i][line] : qr->dark[line][i];
        run = i > 0 && dark == (window & 1) ? run + 1 : 1;
        penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
        window = (window << 1 | dark) & 0x7FF;
        if (i >= 10 && (window == 0x5D0 || window == 0x05D)) {
            penalty += 40;
        }
    }
    return penalty;
}

static int square_penalty(const struct qr *qr, int row, int column) {
    int dark = qr->dark[row][column] + qr->dark[row][column + 1] + qr->dark[row + 1][column]
            + qr->dark[row + 1][column + 1];
    return dark == 0 || dark == 4 ? 3 : 0;
}

static int penalty(const struct qr *qr) {
    int sum = 0, dark = 0, all = qr->size * qr->size;
    for (int i = 0; i < qr->size; i++) {
        sum += line_penalty(qr, i, false) + line_penalty(qr, i, true);
        for (int j = 0; j < qr->size; j++) {
            dark += qr->dark[i][j];
            if (i + 1 < qr->size && j + 1 < qr->size) {
                sum += square_penalty(qr, i, j);
            }
        }
    }
    return sum + abs(dark * 20 - all * 10) / all * 10;
}

static int best_mask(struct qr *qr, enum qr_level level) {
    int best = 0, least = -1;
    for (int mask = 0; mask < 8; mask++) {
        toggle_mask(qr, mask);
        draw_format(qr, level, mask);
        int sum = penalty(qr);
        if (least < 0 || sum < least) {
            best = mask;
            least = sum;
        }
        toggle_mask(qr, mask);
    }
    return best;
}

bool qr_encode(struct qr *qr, const uint8_t *text, int length, enum qr_level level) {
    static uint8_t codewords[MAX_CODEWORDS];
    int version = version_for(text, length, level);
    if (version == 0) {
        return false;
    }
    memset(qr, 0, sizeof *qr);
    qr->version = version;
    qr->size = 17 + 4 * version;
    draw_patterns(qr, level);
    write_codewords(codewords, version, level, text, length);
    draw_codewords(qr, codewords);
    int mask = best_mask(qr, level);
    toggle_mask(qr, mask);
    draw_format(qr, level, mask);
    return true;
}

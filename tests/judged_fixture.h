/* judged_fixture.h: five articles, a multi-label and a single-label axis, gold and answers: small
 * enough to be reckoned by hand. */
#ifndef TENOR_JUDGED_FIXTURE_H
#define TENOR_JUDGED_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "metrics.h"

static const char *const tags[] = {"a", "b"};
static const char *const kinds[] = {"x", "y", "z"};
static const tenor_judged_axis axes[] = {{"tags", true, 0, tags, 2}, {"kind", false, 2, kinds, 3}};

/*                                     a  b    x   y   z */
static const int8_t gold_rows[][5] = {
    {1, 0, 1, 0, 0}, {1, 1, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 1, -1, -1, -1}, {-1, -1, 0, 0, 1}};
static const uint8_t given[] = {1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0,
                                1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0};
static const float probability[] = {0.9F, 0.1F, 0.8F, 0.1F, 0.1F, 0.6F, 0.4F, 0.3F, 0.6F,
                                    0.1F, 0.7F, 0.2F, 0.2F, 0.7F, 0.1F, 0.2F, 0.8F, 1.0F,
                                    0.0F, 0.0F, 0.9F, 0.9F, -1.F, -1.F, -1.F};
static const int8_t *const gold[] = {gold_rows[0], gold_rows[1], gold_rows[2], gold_rows[3],
                                     gold_rows[4]};
static const tenor_judged judged = {axes, 2, 5, 5, gold, given, probability};

static inline void check(double value, double wanted) {
    assert_true(fabs(value - wanted) < 1e-6);
}

#endif

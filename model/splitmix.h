/* splitmix.h: splitmix64 (Steele, Lea and Flood 2014), a generator whose state is a counter: as
 * good for seeded draws as for spreading the bits of a hash. */
#ifndef TENOR_SPLITMIX_H
#define TENOR_SPLITMIX_H

#include <stdint.h>

#define TENOR_SPLITMIX_STEP 0x9E3779B97F4A7C15U

/* The number of a state; the next state is state + TENOR_SPLITMIX_STEP. */
static inline uint64_t tenor_splitmix(uint64_t state) {
    uint64_t x = state + TENOR_SPLITMIX_STEP;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

#endif

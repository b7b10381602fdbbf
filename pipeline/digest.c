/* digest.c: nettle does it, with the processor's SHA instructions where there are any. */
#include "digest.h"

#include <nettle/sha2.h>

void tenor_digest(char out[TENOR_DIGEST_SIZE], tenor_view bytes) {
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size, (const uint8_t *)bytes.data);
    sha256_digest(&context, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++) {
        out[2 * i] = digits[sum[i] >> 4];
        out[2 * i + 1] = digits[sum[i] & 15];
    }
    out[2 * sizeof sum] = '\0';
}

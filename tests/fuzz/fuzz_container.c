/* fuzz_container.c: any bytes as a compressed file or an archive. libarchive reads from files, so
 * they go through one in memory. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "container.h"
#include "fuzz_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int file = memfd_create("fuzz", 0);
    if (file < 0) {
        return 0;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    tenor_container *container = NULL;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    const char *name;
    if (write(file, data, size) == (ssize_t)size &&
        tenor_container_open(&container, path, NULL) == 0) {
        for (size_t members = 0; members < 100 && tenor_container_next(container, &name, NULL) == 1;
             members++) {
            tenor_buffer_clear(&bytes);
            (void)!tenor_container_read_all(container, 1 << 20, &bytes, NULL);
        }
    }
    tenor_container_close(container);
    tenor_buffer_free(&bytes);
    close(file);
    return 0;
}

/* run_corpus.c: a main for a fuzz target where there is no libFuzzer: runs it over the files given
 * (gcc, ctest). */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz_check.h"

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        unsigned char *bytes = malloc(1 << 20);
        if (file == NULL || bytes == NULL) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 1;
        }
        size_t size = fread(bytes, 1, 1 << 20, file);
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
    return 0;
}

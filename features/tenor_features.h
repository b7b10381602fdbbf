/* tenor_features.h: what every room shares: status codes, the error a caller owns, borrowed views.
 *
 * Every function of the library that can fail returns 0 or a negative tenor_code and fills the
 * caller's tenor_error, which may be NULL. The first error wins: an error that already holds a code
 * is never overwritten, callers further up only add source and line. Nothing here prints, exits or
 * keeps state, so all of it may be used from any thread on objects that the thread owns.
 *
 * Threads: the functions of this header may be called from any thread at any time. Ownership: the
 * strings that they return are static; a tenor_error belongs to the caller and holds no pointers,
 * so it may be copied and needs no freeing. The numbers, structs and functions of the three
 * installed headers (this, tenor_model.h, tenor_pipeline.h) are all there is to the library; they
 * change only with its SONAME. */
#ifndef TENOR_FEATURES_H
#define TENOR_FEATURES_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TENOR_API __attribute__((visibility("default")))
#define TENOR_MUST_USE __attribute__((warn_unused_result))
#define TENOR_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define TENOR_API
#define TENOR_MUST_USE
#define TENOR_PRINTF(at, first)
#endif

#define TENOR_VERSION "0.1.0"

/* The status codes: number and the name that records carry in "error.code". The numbers never
 * change. */
#define TENOR_CODE_MAP(X)                                                                          \
    X(OK, 0, "ok")                                                                                 \
    X(MEMORY, -1, "memory")            /* an allocation failed */                                  \
    X(IO, -2, "io")                    /* a file could not be opened, read or written */           \
    X(FORMAT, -3, "format")            /* bytes that are not what they should be (bad JSON ...) */ \
    X(ENCODING, -4, "encoding")        /* no charset fits the bytes, or the file is binary */      \
    X(LIMIT, -5, "limit")              /* larger, deeper or longer than a limit allows */          \
    X(MODEL, -6, "model")              /* a model file that is damaged or of another version */    \
    X(DATA, -7, "data")                /* annotated data that cannot be trained from */            \
    X(USAGE, -8, "usage")              /* a wrong option or argument */                            \
    X(UNSUPPORTED, -9, "unsupported")  /* a kind of file that Tenor does not read */               \
    X(INTERRUPTED, -10, "interrupted") /* stopped by a signal; may be resumed */                   \
    X(INTERNAL, -11, "internal")       /* a library that Tenor uses failed unexpectedly */

typedef enum tenor_code {
#define TENOR_CODE_ENUM(name, number, text) TENOR_##name = (number),
    TENOR_CODE_MAP(TENOR_CODE_ENUM)
#undef TENOR_CODE_ENUM
} tenor_code;

/* An error, owned by the caller. Start it with TENOR_ERROR_INIT. */
typedef struct tenor_error {
    tenor_code code;
    long line;        /* line in source, counted from 1; 0 where lines mean nothing */
    char source[256]; /* the file or input it happened in; "" if unknown */
    char text[512];   /* one sentence for people: what was wrong and what to do */
} tenor_error;

#define TENOR_ERROR_INIT                                                                           \
    { TENOR_OK, 0, "", "" }

/* Bytes that somebody else owns. Never NUL-terminated by promise; data may be NULL if size is 0. */
typedef struct tenor_view {
    const char *data;
    size_t size; /* bytes */
} tenor_view;

/* The name of a code as records carry it ("format"); "unknown" for a number that is none. */
TENOR_API const char *tenor_code_name(tenor_code code);

/* The library's version, "MAJOR.MINOR.PATCH". */
TENOR_API const char *tenor_version(void);

#ifdef __cplusplus
}
#endif
#endif

/* bench_reader.c: how fast files become articles, and what comes out.
 *
 * usage: bench_reader [--text] [--repeat N] FILE...
 *
 * Prints bytes, articles and MB/s of thread time for each format; with --text one JSON line
 * {"id","title","date","lang", "format","charset","warnings","text"} a file instead. Files are read
 * before the clock starts. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "container.h"
#include "reader.h"

typedef struct format_sum {
    const char *format;
    double seconds;
    size_t bytes, files;
} format_sum;

static double thread_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print_article(const char *path, const tenor_article *article, int code,
                          const tenor_error *err) {
    json_t *record = json_pack("{s:s}", "id", path);
    if (code != 0) {
        json_object_set_new(
            record, "error",
            json_pack("{s:s, s:s}", "code", tenor_code_name(err->code), "message", err->text));
    } else {
        json_t *warnings = json_array();
        for (size_t i = 0; i < article->warning_count; i++) {
            json_array_append_new(warnings, json_string(article->warnings[i].data));
        }
        json_object_set_new(record, "title",
                            json_stringn(article->title.data, article->title.size));
        json_object_set_new(record, "date", json_string(article->date.data));
        json_object_set_new(record, "lang", json_string(article->lang.data));
        json_object_set_new(record, "format", json_string(article->format));
        json_object_set_new(record, "charset", json_string(article->charset.data));
        json_object_set_new(record, "warnings", warnings);
        json_object_set_new(record, "text", json_stringn(article->text.data, article->text.size));
    }
    json_dumpf(record, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(record);
}

static void add_sum(format_sum sums[8], const char *format, size_t bytes, double seconds) {
    for (size_t i = 0; i < 8; i++) {
        if (sums[i].format == NULL || strcmp(sums[i].format, format) == 0) {
            sums[i].format = format;
            sums[i].bytes += bytes;
            sums[i].seconds += seconds;
            sums[i].files++;
            return;
        }
    }
}

static int read_file(const char *path, tenor_buffer *bytes, tenor_error *err) {
    tenor_container *container = NULL;
    const char *member;
    int code = tenor_container_open(&container, path, err);
    if (code == 0) {
        code = tenor_container_next(container, &member, err);
    }
    if (code == 1) {
        code = tenor_container_read_all(container, TENOR_LIMIT_FILE_BYTES, bytes, err);
    }
    tenor_container_close(container);
    return code;
}

int main(int argc, char **argv) {
    bool text = false;
    long repeat = 1;
    format_sum sums[8] = {{NULL, 0, 0, 0}};
    tenor_reader *reader = NULL;
    tenor_article article;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    tenor_error err = TENOR_ERROR_INIT;
    if (tenor_reader_new(&reader, &err) != 0) {
        fprintf(stderr, "%s\n", err.text);
        return 3;
    }
    tenor_article_init(&article);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--text") == 0) {
            text = true;
            continue;
        }
        if (strcmp(argv[i], "--repeat") == 0 && i + 1 < argc) {
            repeat = strtol(argv[++i], NULL, 10);
            continue;
        }
        err = (tenor_error)TENOR_ERROR_INIT;
        tenor_buffer_clear(&bytes);
        int code = read_file(argv[i], &bytes, &err);
        double before = thread_seconds();
        for (long n = 0; n < repeat && code == 0; n++) {
            tenor_article_clear(&article);
            code = tenor_read_article(reader, tenor_buffer_view(&bytes), argv[i], &article, &err);
        }
        double seconds = thread_seconds() - before;
        add_sum(sums, code != 0 ? "error" : article.format, bytes.size * (size_t)repeat, seconds);
        if (text) {
            print_article(argv[i], &article, code, &err);
        } else if (code != 0) {
            fprintf(stderr, "%s: %s\n", argv[i], err.text);
        }
    }
    for (size_t i = 0; i < 8 && !text && sums[i].format != NULL; i++) {
        printf("%-10s %6zu files %12zu bytes %8.3f s %8.1f MB/s\n", sums[i].format, sums[i].files,
               sums[i].bytes, sums[i].seconds,
               (double)sums[i].bytes / 1e6 / (sums[i].seconds > 0 ? sums[i].seconds : 1e-9));
    }
    tenor_buffer_free(&bytes);
    tenor_article_free(&article);
    tenor_reader_free(reader);
    return 0;
}

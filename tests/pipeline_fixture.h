/* pipeline_fixture.h: what the tests of pipeline/ share: a scratch folder, files in it, and a small
 * model trained there. */
#ifndef TENOR_PIPELINE_FIXTURE_H
#define TENOR_PIPELINE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annotated.h"
#include "memory.h"
#include "train.h"

typedef struct scratch {
    char folder[64];
    char paths[8][512]; /* of scratch_path, in turn */
    size_t next;
} scratch;

static inline tenor_view view_of(const char *text) {
    return (tenor_view){text, strlen(text)};
}

/* folder/name; good for the next seven calls. */
static inline const char *scratch_path(scratch *self, const char *name) {
    char *path = self->paths[self->next++ % 8];
    size_t size = strlen(self->folder);
    memcpy(path, self->folder, size);
    snprintf(path + size, sizeof self->paths[0] - size, "/%s", name);
    return path;
}

/* Writes a file, making the folders that its name needs. */
static inline const char *scratch_write_bytes(scratch *self, const char *name, const void *bytes,
                                              size_t size) {
    const char *path = scratch_path(self, name);
    char folder[512];
    for (const char *slash = strchr(path + strlen(self->folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
        mkdir(folder, 0755);
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *scratch_write(scratch *self, const char *name, const char *text) {
    return scratch_write_bytes(self, name, text, strlen(text));
}

/* A file's content, to be freed. */
static inline char *scratch_read(scratch *self, const char *name) {
    FILE *file = fopen(scratch_path(self, name), "rb");
    assert_non_null(file);
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    char chunk[4096];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        tenor_buffer_add(&bytes, chunk, got);
    }
    fclose(file);
    return tenor_buffer_steal(&bytes);
}

static inline int scratch_make(void **state) {
    scratch *self = calloc(1, sizeof *self);
    snprintf(self->folder, sizeof self->folder, "/tmp/tenor-test-XXXXXX");
    if (mkdtemp(self->folder) == NULL) {
        free(self);
        return -1;
    }
    *state = self;
    return 0;
}

static inline int scratch_remove_one(const char *path, const struct stat *info, int kind,
                                     struct FTW *place) {
    (void)info, (void)kind, (void)place;
    return remove(path);
}

static inline int scratch_remove(void **state) {
    scratch *self = *state;
    nftw(self->folder, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(self);
    return 0;
}

/* Sports or markets, in English and Chinese; text enough for words to be known. */
static const char fixture_annotated[] =
    "{\"id\":\"s1\",\"text\":\"The team won the match after the goalkeeper saved a late "
    "penalty.\",\"labels\":{\"kind\":\"sport\",\"tags\":[\"win\"]}}\n"
    "{\"id\":\"s2\",\"text\":\"The coach praised the players and the goalkeeper after the "
    "match.\",\"labels\":{\"kind\":\"sport\",\"tags\":[]}}\n"
    "{\"id\":\"s3\",\"text\":\"A goal in the last minute won the cup for the young "
    "team.\",\"labels\":{\"kind\":\"sport\",\"tags\":[\"win\"]}}\n"
    "{\"id\":\"s4\",\"text\":\"Players trained before the match; the coach spoke of the "
    "cup.\",\"labels\":{\"kind\":\"sport\",\"tags\":[]}}\n"
    "{\"id\":\"s5\",\"text\":\"球队在比赛中获胜，守门员扑出点球，教练很高兴。\",\"labels\":{"
    "\"kind\":\"sport\",\"tags\":[\"win\"]}}\n"
    "{\"id\":\"s6\",\"text\":\"教练带领球员训练，准备下一场比赛。\",\"labels\":{\"kind\":\"sport\","
    "\"tags\":[]}}\n"
    "{\"id\":\"m1\",\"text\":\"Shares fell as the bank raised its interest rate for "
    "investors.\",\"labels\":{\"kind\":\"market\",\"tags\":[]}}\n"
    "{\"id\":\"m2\",\"text\":\"Investors sold shares and bonds when the bank cut its "
    "forecast.\",\"labels\":{\"kind\":\"market\",\"tags\":[]}}\n"
    "{\"id\":\"m3\",\"text\":\"The stock exchange closed higher; shares of the bank won "
    "ground.\",\"labels\":{\"kind\":\"market\",\"tags\":[\"win\"]}}\n"
    "{\"id\":\"m4\",\"text\":\"Bonds and shares were traded at a low rate on the "
    "exchange.\",\"labels\":{\"kind\":\"market\",\"tags\":[]}}\n"
    "{\"id\":\"m5\",\"text\":\"股市下跌，投资者卖出股票，银行利率上升。\",\"labels\":{\"kind\":"
    "\"market\",\"tags\":[]}}\n"
    "{\"id\":\"m6\",\"text\":\"投资者买入债券和股票，交易所指数上涨。\",\"labels\":{\"kind\":"
    "\"market\",\"tags\":[\"win\"]}}\n";

/* Trains a model from annotated data (JSON Lines) into the scratch folder. Another seed makes
 * another model id only with folds. */
static inline const char *fixture_model(scratch *self, const char *name, const char *annotated) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    tenor_trained *trained = NULL;
    tenor_train_options how = TENOR_TRAIN_OPTIONS_INIT;
    how.folds = 2;
    how.threads = 1;
    const tenor_annotated_options options = {NULL, NULL, NULL};
    const char *data = scratch_write(self, "annotated.jsonl", annotated);
    assert_int_equal(tenor_annotated_read(&dataset, &data, 1, &options, &err), 0);
    assert_int_equal(tenor_train(&trained, &dataset, &how, &err), 0);
    const char *path = scratch_path(self, name);
    assert_int_equal(tenor_trained_save(trained, path, view_of("{}"), &err), 0);
    tenor_trained_free(trained);
    tenor_dataset_free(&dataset);
    return path;
}

#endif

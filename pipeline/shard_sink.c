/* shard_sink.c: a shard's run writes to a part of its own, named after host and process, for the
 * engine may run a shard twice at a time (a node that is only believed dead goes on). Both then
 * write the same bytes, and whichever renames last replaces them by themselves.
 *
 * The side file gets its name before the records do: a shard without records is not there, and a
 * side file that does not fit the records makes them one that is not there either. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "error.h"
#include "json_write.h"
#include "output.h"
#include "shard.h"

typedef struct shard_sink {
    tenor_sink base;
    const char *folder, *settings;
    const tenor_shard_pick *pick;
    tenor_buffer path, part, side_part;
    char *model;
    tenor_output *output;
    XXH3_state_t *checksum;
    uint64_t records, bytes;
    bool finished;
} shard_sink;

static int begin(tenor_sink *sink, const tenor_model *model, tenor_error *err) {
    shard_sink *self = (shard_sink *)sink;
    char host[256] = "";
    (void)!gethostname(host, sizeof host - 1);
    tenor_shard_path(&self->path, self->folder, self->pick->index, self->pick->count, "jsonl");
    tenor_buffer_format(&self->part, "%s.%s.%ld.part", self->path.data, host, (long)getpid());
    tenor_buffer_format(&self->side_part, "%s.side", self->part.data);
    self->model = strdup(tenor_model_id(model));
    self->checksum = XXH3_createState();
    if (self->path.failed || self->part.failed || self->side_part.failed || self->model == NULL ||
        self->checksum == NULL) {
        return tenor_fail_memory(err);
    }
    XXH3_64bits_reset(self->checksum);
    return tenor_output_open(&self->output, self->part.data, self->path.data, 0, err);
}

static int write_record(tenor_sink *sink, tenor_view line, tenor_error *err) {
    shard_sink *self = (shard_sink *)sink;
    XXH3_64bits_update(self->checksum, line.data, line.size);
    self->records++;
    self->bytes += line.size;
    return tenor_output_write(self->output, line, err);
}

static void describe(const shard_sink *self, tenor_buffer *out) {
    const tenor_shard_pick *pick = self->pick;
    tenor_buffer_format(out,
                        "{\"shard\":%zu,\"of\":%zu,\"records\":%" PRIu64 ",\"bytes\":%" PRIu64
                        ",\"xxh3\":\"%016" PRIx64 "\",\"model\":",
                        pick->index, pick->count, self->records, self->bytes,
                        (uint64_t)XXH3_64bits_digest(self->checksum));
    tenor_json_add_text(out, self->model);
    tenor_buffer_add_text(out, ",\"settings\":");
    tenor_json_add_text(out, self->settings);
    tenor_buffer_format(out,
                        ",\"inputs\":%" PRIu64 ",\"inputs_xxh3\":\"%016" PRIx64 "\",\"gaps\":[",
                        pick->inputs, pick->digest);
    tenor_buffer_add(out, pick->gaps.data, pick->gaps.size);
    tenor_buffer_add_text(out, "]}\n");
}

static int write_side(shard_sink *self, tenor_error *err) {
    tenor_buffer text = TENOR_BUFFER_INIT, path = TENOR_BUFFER_INIT;
    tenor_output *output = NULL;
    describe(self, &text);
    tenor_shard_path(&path, self->folder, self->pick->index, self->pick->count, "json");
    int code = text.failed || path.failed || self->pick->gaps.failed
                   ? tenor_fail_memory(err)
                   : tenor_output_open(&output, self->side_part.data, path.data, 0, err);
    if (code == TENOR_OK) {
        code = tenor_output_write(output, tenor_buffer_view(&text), err);
    }
    if (code == TENOR_OK) {
        code = tenor_output_finish(output, err);
    }
    tenor_output_free(output);
    tenor_buffer_free(&text);
    tenor_buffer_free(&path);
    return code;
}

static int finish(tenor_sink *sink, tenor_error *err) {
    shard_sink *self = (shard_sink *)sink;
    if (self->records != self->pick->taken) {
        return tenor_fail(err, TENOR_INTERNAL, "%" PRIu64 " records of %" PRIu64 " inputs",
                          self->records, self->pick->taken);
    }
    int code = tenor_output_sync(self->output, err);
    if (code == TENOR_OK) {
        code = write_side(self, err);
    }
    if (code == TENOR_OK) {
        code = tenor_output_finish(self->output, err);
    }
    self->finished = code == TENOR_OK;
    return code;
}

static bool reader_gone(const tenor_sink *sink) {
    (void)sink;
    return false;
}

static void free_sink(tenor_sink *sink) {
    shard_sink *self = (shard_sink *)sink;
    if (self->output != NULL && !self->finished) {
        unlink(self->part.data);
        unlink(self->side_part.data);
    }
    tenor_output_free(self->output);
    XXH3_freeState(self->checksum);
    tenor_buffer_free(&self->path);
    tenor_buffer_free(&self->part);
    tenor_buffer_free(&self->side_part);
    free(self->model);
    free(self);
}

int tenor_shard_sink_new(tenor_sink **out, const char *folder, const tenor_shard_pick *pick,
                         const char *settings, tenor_error *err) {
    static const tenor_sink_kind kind = {begin, write_record, NULL, finish, reader_gone, free_sink};
    shard_sink *self = tenor_new_array(1, sizeof *self);
    if (self == NULL) {
        return tenor_fail_memory(err);
    }
    *self = (shard_sink){.base = {&kind}, .folder = folder, .settings = settings, .pick = pick};
    tenor_buffer_init(&self->path);
    tenor_buffer_init(&self->part);
    tenor_buffer_init(&self->side_part);
    *out = &self->base;
    return TENOR_OK;
}

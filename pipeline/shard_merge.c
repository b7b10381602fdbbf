/* shard_merge.c: finished shards -> the file that one machine would have written.
 *
 * Every record's place among all inputs is known (shard.c), so merging is: of each place, whose is
 * it? and then a line from that shard, place by place. One owner for each place is also the proof
 * that nothing is lost and nothing is twice. Shards are mapped, not opened: there may be more of
 * them than a process may have files open. Memory: 4 bytes a record. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "output.h"
#include "shard.h"

#define NOBODY UINT32_MAX

typedef struct mapped {
    const char *data, *at; /* [size]; where the next line begins */
    size_t size;
} mapped;

typedef struct merge {
    const char *folder;
    mapped *shards; /* [count] */
    size_t count;
    tenor_shard_facts first; /* what all others must agree with */
    uint32_t *owner;         /* [first.inputs] shard of each place */
    uint64_t records;
} merge;

static int refuse(const merge *self, size_t shard, const char *what, tenor_error *err) {
    int code = tenor_fail(err, TENOR_DATA, "shard %zu of %zu %s", shard, self->count, what);
    tenor_error_at(err, self->folder, 0);
    return code;
}

static int map_records(merge *self, size_t shard, const tenor_shard_facts *facts,
                       tenor_error *err) {
    tenor_buffer path = TENOR_BUFFER_INIT;
    tenor_shard_path(&path, self->folder, shard, self->count, "jsonl");
    int code = path.failed ? tenor_fail_memory(err) : TENOR_OK;
    int fd = code == TENOR_OK ? open(path.data, O_RDONLY | O_CLOEXEC) : -1;
    void *data = MAP_FAILED;
    if (fd >= 0 && facts->bytes > 0) {
        data = mmap(NULL, (size_t)facts->bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    if (data != MAP_FAILED) {
        self->shards[shard] = (mapped){data, data, (size_t)facts->bytes};
    } else if (code == TENOR_OK && (fd < 0 || facts->bytes > 0)) {
        code = tenor_fail(err, TENOR_IO, "cannot read: %s", strerror(errno));
        tenor_error_at(err, path.data, 0);
    }
    if (fd >= 0) {
        close(fd);
    }
    tenor_buffer_free(&path);
    return code;
}

static int agree(merge *self, size_t shard, const tenor_shard_facts *facts, tenor_error *err) {
    const tenor_shard_facts *first = &self->first;
    if (facts->inputs != first->inputs || facts->inputs_digest != first->inputs_digest) {
        return refuse(self, shard, "was made of other inputs than shard 0", err);
    }
    if (strcmp(facts->model, first->model) != 0) {
        return refuse(self, shard, "was made with another model than shard 0", err);
    }
    if (strcmp(facts->settings, first->settings) != 0) {
        return refuse(self, shard, "was made with other options than shard 0", err);
    }
    return TENOR_OK;
}

static int begin_owners(merge *self, tenor_error *err) {
    if (self->first.inputs > SIZE_MAX) {
        return tenor_fail_memory(err);
    }
    self->owner = tenor_new_array((size_t)self->first.inputs, sizeof *self->owner);
    if (self->owner == NULL) {
        return tenor_fail_memory(err);
    }
    memset(self->owner, 0xff, (size_t)self->first.inputs * sizeof *self->owner);
    return TENOR_OK;
}

/* Notes which places are the shard's. */
static int take_places(merge *self, size_t shard, const tenor_shard_facts *facts,
                       tenor_error *err) {
    for (uint64_t i = 0; i < facts->records; i++) {
        uint32_t *owner = &self->owner[facts->places[i]];
        if (*owner != NOBODY) {
            return refuse(self, shard, "has a record that another shard has too", err);
        }
        *owner = (uint32_t)shard;
    }
    self->records += facts->records;
    return map_records(self, shard, facts, err);
}

static int add_shard(merge *self, size_t shard, tenor_error *err) {
    static const char *const wrong[] = {"", "is missing", "is damaged"};
    tenor_shard_facts facts = {0};
    tenor_shard_state state;
    int code = tenor_shard_look(self->folder, shard, self->count, &state, &facts, err);
    if (code == TENOR_OK && state != TENOR_SHARD_COMPLETE) {
        code = refuse(self, shard, wrong[state], err);
    }
    if (code != TENOR_OK) {
        return code;
    }
    if (shard == 0) {
        self->first = facts;
        code = begin_owners(self, err);
    } else {
        code = agree(self, shard, &facts, err);
    }
    if (code == TENOR_OK) {
        code = take_places(self, shard, &facts, err);
    }
    if (shard > 0) {
        tenor_shard_facts_free(&facts);
    }
    return code;
}

static int write_all(merge *self, tenor_output *output, tenor_error *err) {
    for (uint64_t place = 0; place < self->first.inputs; place++) {
        mapped *from = &self->shards[self->owner[place]];
        size_t left = from->size - (size_t)(from->at - from->data);
        const char *end = left > 0 ? memchr(from->at, '\n', left) : NULL;
        if (end == NULL) {
            return refuse(self, self->owner[place], "was changed while it was read", err);
        }
        tenor_view line = {from->at, (size_t)(end + 1 - from->at)};
        from->at = end + 1;
        int code = tenor_output_write(output, line, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    return TENOR_OK;
}

static int write_merged(merge *self, const char *path, tenor_error *err) {
    tenor_buffer part = TENOR_BUFFER_INIT;
    tenor_output *output = NULL;
    if (path != NULL) {
        tenor_buffer_format(&part, "%s.%ld.part", path, (long)getpid());
    }
    int code = part.failed
                   ? tenor_fail_memory(err)
                   : tenor_output_open(&output, path != NULL ? part.data : NULL, path, 0, err);
    if (code == TENOR_OK) {
        code = write_all(self, output, err);
    }
    if (code == TENOR_OK) {
        code = tenor_output_finish(output, err);
    }
    if (code != TENOR_OK && path != NULL && output != NULL) {
        unlink(part.data);
    }
    tenor_output_free(output);
    tenor_buffer_free(&part);
    return code;
}

int tenor_shard_merge(const char *folder, size_t count, const char *path, uint64_t *records,
                      tenor_error *err) {
    merge self = {.folder = folder, .count = count};
    self.shards = tenor_new_array(count, sizeof *self.shards);
    int code = self.shards != NULL ? TENOR_OK : tenor_fail_memory(err);
    for (size_t i = 0; code == TENOR_OK && i < count; i++) {
        code = add_shard(&self, i, err);
    }
    if (code == TENOR_OK && self.records != self.first.inputs) {
        code = tenor_fail(err, TENOR_DATA, "%" PRIu64 " records of %" PRIu64 " inputs are lost",
                          self.first.inputs - self.records, self.first.inputs);
        tenor_error_at(err, folder, 0);
    }
    if (code == TENOR_OK) {
        code = write_merged(&self, path, err);
    }
    if (code == TENOR_OK) {
        *records = self.records;
    }
    for (size_t i = 0; self.shards != NULL && i < count; i++) {
        if (self.shards[i].size > 0) {
            munmap((void *)(uintptr_t)self.shards[i].data, self.shards[i].size);
        }
    }
    free(self.shards);
    free(self.owner);
    tenor_shard_facts_free(&self.first);
    return code;
}

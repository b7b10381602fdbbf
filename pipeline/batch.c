/* batch.c: one thread reads, some label, the caller's writes, over a ring of slots.
 *
 * Documents get slots in the order of the source; workers take the next full slot; the writer takes
 * them in order again. So records come in input order whatever the number of threads, and a slot's
 * buffers are used again: nothing is allocated for an article except by the libraries that parse
 * it. The ring is bounded by its slots and by the bytes of the documents in them, so one giant
 * article waits for room and others do not pile up behind it.
 *
 * A record is written as soon as it is its turn: a filter answers each line before the next is
 * there, and what a kill leaves is complete lines and at most one broken tail. */
#include "batch.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "earlier.h"
#include "error.h"
#include "json_write.h"
#include "output.h"
#include "record.h"

#define SLOTS_A_THREAD 16
#define BYTES_IN_FLIGHT ((size_t)32 << 20)
#define LARGE ((size_t)1 << 20) /* a slot's buffer beyond this is given back */
#define LARGE_DOCUMENT                                                                             \
    ((size_t)4 << 20) /* after such a document a worker begins with fresh scratch */
#define SYNC_BYTES ((uint64_t)64 << 20) /* a loss of power costs at most this much output */

/* What the writer does with a slot. */
typedef enum slot_fate {
    FATE_WRITE,    /* a new record */
    FATE_COPY,     /* an unchanged record of the earlier run: write it again */
    FATE_IN_PLACE, /* it stands in the output at this very place */
    FATE_SILENT,   /* known already: nothing to write */
    FATE_OTHER,    /* the output has another record at this place */
    FATE_FATAL
} slot_fate;

typedef struct slot {
    tenor_document document;
    tenor_buffer expected; /* line that the output has at this place; "" behind its end */
    tenor_buffer record;
    slot_fate fate;
    tenor_outcome outcome;
    tenor_error error; /* with FATE_FATAL */
    size_t charge;     /* bytes counted as in flight */
    bool done;
} slot;

/* A model and how many workers use it; the batch itself counts as one while it is the current one.
 */
typedef struct shared_model {
    tenor_model *model;
    size_t users;
} shared_model;

struct tenor_batch {
    tenor_batch_options options;
    tenor_output *output;
    tenor_earlier *prefix; /* records at the output's beginning, to be verified; or NULL */
    tenor_earlier *known;  /* records by id; or NULL */
    tenor_source *source;

    pthread_mutex_t lock; /* over everything below */
    pthread_cond_t can_fill, can_take, can_write;
    slot *slots; /* [slot_count] */
    size_t slot_count;
    uint64_t filled, taken, written; /* numbers of slots so far */
    size_t in_flight;                /* bytes */
    size_t idle_workers;
    bool ended;  /* the source gives no more */
    bool failed; /* the writer gave up */
    bool stopping;
    bool prefix_broken; /* from here on the output is written anew */
    int end_code;       /* why the source ended: 0 or an error */
    tenor_error end_error;
    shared_model *current;
    tenor_batch_stats stats;

    uint64_t place; /* writer: bytes of the prefix verified so far */
    uint64_t unsynced;
    double started;
};

/* ---- model ---- */

static int open_shared(shared_model **out, const char *path, tenor_error *err) {
    shared_model *shared = tenor_new_array(1, sizeof *shared);
    if (shared == NULL) {
        return tenor_fail_memory(err);
    }
    int code = tenor_model_open(&shared->model, path, err);
    if (code != TENOR_OK) {
        tenor_error_at(err, path, 0);
        free(shared);
        return code;
    }
    shared->users = 1;
    *out = shared;
    return TENOR_OK;
}

/* Call with the lock held. */
static void release(shared_model *shared) {
    if (shared != NULL && --shared->users == 0) {
        tenor_model_close(shared->model);
        free(shared);
    }
}

int tenor_batch_reload(tenor_batch *batch, tenor_error *err) {
    shared_model *fresh = NULL;
    int code = open_shared(&fresh, batch->options.model, err);
    if (code == TENOR_OK) {
        pthread_mutex_lock(&batch->lock);
        release(batch->current);
        batch->current = fresh;
        pthread_mutex_unlock(&batch->lock);
    }
    return code;
}

const char *tenor_batch_model_id(tenor_batch *batch) {
    return tenor_model_id(batch->current->model);
}

/* ---- reader ---- */

/* Whether another document may be read. Call with the lock held. */
static bool has_room(const tenor_batch *batch) {
    return batch->filled - batch->written < batch->slot_count && batch->in_flight < BYTES_IN_FLIGHT;
}

/* Gives the slot the line that the output has at its place. Call with the lock held: the writer may
 * cut the file. */
static int attach_expected(tenor_batch *batch, slot *into, tenor_error *err) {
    tenor_buffer_clear(&into->expected);
    if (batch->prefix == NULL || batch->prefix_broken) {
        return TENOR_OK;
    }
    int got = tenor_earlier_next(batch->prefix, &into->expected, err);
    return got < 0 ? got : TENOR_OK;
}

static void end_source(tenor_batch *batch, int code, const tenor_error *error) {
    batch->ended = true;
    batch->end_code = code;
    batch->end_error = *error;
    pthread_cond_broadcast(&batch->can_take);
    pthread_cond_signal(&batch->can_write);
}

static void *read_documents(void *data) {
    tenor_batch *batch = data;
    tenor_error error = TENOR_ERROR_INIT;
    pthread_mutex_lock(&batch->lock);
    for (;;) {
        double start = tenor_seconds_now();
        while (!has_room(batch) && !batch->failed) {
            pthread_cond_wait(&batch->can_fill, &batch->lock);
        }
        slot *into = &batch->slots[batch->filled % batch->slot_count];
        double ready = tenor_seconds_now();
        bool failed = batch->failed;
        pthread_mutex_unlock(&batch->lock);
        int got = failed ? 0 : tenor_source_next(batch->source, &into->document, &error);
        double end = tenor_seconds_now();
        pthread_mutex_lock(&batch->lock);
        batch->stats.wait += ready - start;
        batch->stats.read += end - ready;
        int code = got == 1 ? attach_expected(batch, into, &error) : got;
        if (got != 1 || code != TENOR_OK) {
            end_source(batch, code, &error);
            break;
        }
        /* A record may be as large as its article. */
        into->charge = 2 * into->document.bytes.size;
        into->done = false;
        batch->in_flight += into->charge;
        batch->filled++;
        if (batch->idle_workers > 0) {
            pthread_cond_signal(&batch->can_take);
        }
    }
    pthread_mutex_unlock(&batch->lock);
    return NULL;
}

/* ---- workers ---- */

typedef struct worker {
    tenor_batch *batch;
    pthread_t thread;
    shared_model *model;
    tenor_labeller *labeller;
    tenor_label_seconds counted; /* of the labeller's seconds */
    tenor_buffer id;             /* escaped, with its quotes */
} worker;

static bool same(tenor_view view, const char *text) {
    return view.size == strlen(text) && memcmp(view.data, text, view.size) == 0;
}

/* The opened document's id as records have it. Borrowed from the worker. */
static tenor_view escaped_id(worker *self, tenor_view id) {
    tenor_buffer_clear(&self->id);
    tenor_json_add(&self->id, id);
    return (tenor_view){self->id.data + 1, self->id.size - 2};
}

static tenor_outcome outcome_of(const tenor_record_facts *facts) {
    return facts->failed ? TENOR_FAILED : facts->warned ? TENOR_WARNED : TENOR_LABELLED;
}

/* Whether a record of the earlier run is what this run would write. `digest` is "" where the input
 * could not be read. */
static bool still_right(const worker *self, const tenor_record_facts *facts, const char *digest) {
    const tenor_label_options *options = &self->batch->options.label;
    bool fields = facts->evidence == (options->evidence > 0) && facts->text == options->text;
    return facts->failed || (fields && same(facts->model, tenor_model_id(self->model->model)) &&
                             (digest[0] == '\0' || same(facts->sha256, digest)));
}

/* Compares with the line that the output has at this place. */
static void verify(worker *self, slot *at, const tenor_opened *opened) {
    tenor_record_facts facts;
    tenor_view line = {at->expected.data, at->expected.size - 1};
    tenor_view id = escaped_id(self, opened->id);
    bool right = tenor_record_parse(line, &facts) && facts.id.size == id.size &&
                 memcmp(facts.id.data, id.data, id.size) == 0 &&
                 still_right(self, &facts, opened->digest);
    at->fate = right ? FATE_IN_PLACE : FATE_OTHER;
    at->outcome = right ? outcome_of(&facts) : TENOR_LABELLED;
}

/* Looks the article up among the earlier run's records; true if nothing needs to be labelled. */
static bool look_up(worker *self, slot *at, const tenor_opened *opened) {
    tenor_batch *batch = self->batch;
    tenor_record_facts facts;
    bool append = batch->options.mode == TENOR_BATCH_APPEND;
    if (tenor_earlier_find(batch->known, escaped_id(self, opened->id), &at->record, NULL) != 1 ||
        !tenor_record_parse((tenor_view){at->record.data, at->record.size - 1}, &facts)) {
        return false;
    }
    bool keep;
    if (append) { /* a failure is told once, until the file is written again */
        keep = facts.failed ? at->document.found : same(facts.sha256, opened->digest);
    } else {
        keep =
            !facts.failed && opened->digest[0] != '\0' && still_right(self, &facts, opened->digest);
    }
    at->fate = append ? FATE_SILENT : FATE_COPY;
    at->outcome = outcome_of(&facts);
    return keep;
}

static int label(worker *self, slot *at, tenor_error *err) {
    tenor_opened opened;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_labelled labelled;
    int code = tenor_labeller_open(self->labeller, &at->document, &opened, &error);
    if (at->expected.size > 0) {
        verify(self, at, &opened);
        if (at->fate == FATE_IN_PLACE || self->batch->options.mode == TENOR_BATCH_RESUME) {
            return TENOR_OK;
        }
    }
    if (self->batch->known != NULL && look_up(self, at, &opened)) {
        if (at->expected.size > 0) {
            at->fate = FATE_OTHER;
        }
        return at->record.failed ? tenor_fail_memory(err) : TENOR_OK;
    }
    code = tenor_labeller_finish(self->labeller, code, &error, &labelled, err);
    if (code != TENOR_OK) {
        return code;
    }
    at->fate = at->expected.size > 0 ? FATE_OTHER : FATE_WRITE;
    at->outcome = labelled.outcome;
    tenor_buffer_clear(&at->record);
    tenor_buffer_add(&at->record, labelled.line.data, labelled.line.size);
    return at->record.failed ? tenor_fail_memory(err) : TENOR_OK;
}

/* Takes over the current model. Call with the lock held. */
static void take_model(worker *self) {
    if (self->model != self->batch->current) {
        release(self->model);
        self->model = self->batch->current;
        self->model->users++;
        tenor_labeller_free(self->labeller);
        self->labeller = NULL;
    }
}

static void count_seconds(worker *self) {
    tenor_label_seconds sum = tenor_labeller_seconds(self->labeller),
                        *into = &self->batch->stats.label;
    into->open += sum.open - self->counted.open;
    into->extract += sum.extract - self->counted.extract;
    into->score += sum.score - self->counted.score;
    into->write += sum.write - self->counted.write;
    self->counted = sum;
}

/* Labels one slot, without the lock. */
static void work_on(worker *self, slot *at) {
    tenor_batch *batch = self->batch;
    int code = TENOR_OK;
    at->error = (tenor_error)TENOR_ERROR_INIT;
    if (self->labeller == NULL) {
        code = tenor_labeller_new(&self->labeller, self->model->model, &batch->options.label,
                                  &at->error);
        self->counted = (tenor_label_seconds){0};
    }
    if (code == TENOR_OK) {
        code = label(self, at, &at->error);
    }
    if (code != TENOR_OK) {
        at->fate = FATE_FATAL;
    }
}

static void *label_documents(void *data) {
    worker *self = data;
    tenor_batch *batch = self->batch;
    pthread_mutex_lock(&batch->lock);
    for (;;) {
        while (batch->taken == batch->filled && !batch->ended) {
            batch->idle_workers++;
            pthread_cond_wait(&batch->can_take, &batch->lock);
            batch->idle_workers--;
        }
        if (batch->taken == batch->filled) {
            break;
        }
        uint64_t number = batch->taken++;
        slot *at = &batch->slots[number % batch->slot_count];
        take_model(self);
        bool skip = batch->failed;
        pthread_mutex_unlock(&batch->lock);
        if (!skip) {
            work_on(self, at);
        }
        bool large = at->document.bytes.size > LARGE_DOCUMENT;
        pthread_mutex_lock(&batch->lock);
        if (self->labeller != NULL) {
            count_seconds(self);
            if (large) {
                tenor_labeller_free(self->labeller);
                self->labeller = NULL;
            }
        }
        at->done = true;
        if (number == batch->written) {
            pthread_cond_signal(&batch->can_write);
        }
    }
    release(self->model);
    pthread_mutex_unlock(&batch->lock);
    tenor_labeller_free(self->labeller);
    tenor_buffer_free(&self->id);
    return NULL;
}

/* ---- writer ---- */

static int refuse_other(const tenor_batch *batch, const slot *at, tenor_error *err) {
    int code = tenor_fail(err, TENOR_DATA,
                          "record %llu is not what this run would write for %s (other inputs, an "
                          "article that changed, or "
                          "another model): --update keeps what is still right",
                          (unsigned long long)batch->written + 1, at->document.id.data);
    tenor_error_at(err, batch->options.output, 0);
    return code;
}

/* From this slot on the output is written anew. */
static int break_prefix(tenor_batch *batch, tenor_error *err) {
    pthread_mutex_lock(&batch->lock);
    batch->prefix_broken = true;
    int code = tenor_output_cut(batch->output, batch->place, err);
    pthread_mutex_unlock(&batch->lock);
    return code;
}

static int write_lines(tenor_batch *batch, const tenor_buffer *lines, tenor_error *err) {
    tenor_sink *sink = batch->options.sink;
    if (sink != NULL) {
        return sink->kind->write(sink, tenor_buffer_view(lines), err);
    }
    int code = tenor_output_write(batch->output, tenor_buffer_view(lines), err);
    batch->unsynced += lines->size;
    if (code == TENOR_OK && batch->unsynced >= SYNC_BYTES) {
        batch->unsynced = 0;
        code = tenor_output_sync(batch->output, err);
    }
    if (code == TENOR_OK && batch->options.mode == TENOR_BATCH_APPEND) {
        code = tenor_earlier_add(batch->known, tenor_buffer_view(lines), err);
    }
    return code;
}

/* Writes one slot's record. Only the writer's thread; the lock is not held. */
static int write_slot(tenor_batch *batch, slot *at, tenor_error *err) {
    if (at->fate == FATE_FATAL) {
        return tenor_fail(err, at->error.code, "%s", at->error.text);
    }
    if (at->fate == FATE_SILENT) {
        return TENOR_OK;
    }
    if (at->fate == FATE_IN_PLACE) {
        batch->place += at->expected.size;
        return batch->prefix_broken ? write_lines(batch, &at->expected, err) : TENOR_OK;
    }
    if (at->fate == FATE_OTHER && batch->options.mode == TENOR_BATCH_RESUME) {
        return refuse_other(batch, at, err);
    }
    if (at->fate == FATE_OTHER && !batch->prefix_broken) {
        int code = break_prefix(batch, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    return write_lines(batch, &at->record, err);
}

/* Call with the lock held. */
static void count(tenor_batch *batch, const slot *at) {
    tenor_batch_stats *stats = &batch->stats;
    bool kept = at->fate == FATE_IN_PLACE || at->fate == FATE_COPY || at->fate == FATE_SILENT;
    stats->done++;
    stats->kept += kept;
    stats->labelled += !kept && at->outcome != TENOR_FAILED;
    stats->warned += at->outcome == TENOR_WARNED;
    stats->failed += at->outcome == TENOR_FAILED;
    if (stats->done == 1) {
        stats->first_record = tenor_seconds_now() - batch->started;
    }
}

static void drop_large(tenor_buffer *buffer) {
    if (buffer->capacity > LARGE) {
        tenor_buffer_free(buffer);
    }
}

/* Call with the lock held. */
static void stop_for_failure(tenor_batch *batch) {
    batch->failed = true;
    tenor_source_stop(batch->source);
}

/* Waits for the next record; where a sink holds records back, for a second: when none comes, what
 * was written should be there to see. Call with the lock held. */
static int wait_to_write(tenor_batch *batch, tenor_error *err) {
    tenor_sink *sink = batch->options.sink;
    struct timespec until;
    if (sink == NULL || sink->kind->rest == NULL || batch->failed) {
        pthread_cond_wait(&batch->can_write, &batch->lock);
        return TENOR_OK;
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    if (pthread_cond_timedwait(&batch->can_write, &batch->lock, &until) != ETIMEDOUT) {
        return TENOR_OK;
    }
    pthread_mutex_unlock(&batch->lock);
    int code = sink->kind->rest(sink, err);
    pthread_mutex_lock(&batch->lock);
    if (code != TENOR_OK) {
        stop_for_failure(batch);
    }
    return code;
}

/* Writes slots in order until the last; returns the first error, after which the others are only
 * waited for. */
static int write_records(tenor_batch *batch, tenor_error *err) {
    int code = TENOR_OK;
    pthread_mutex_lock(&batch->lock);
    for (;;) {
        slot *at = &batch->slots[batch->written % batch->slot_count];
        while (!(batch->written < batch->filled && at->done) &&
               !(batch->ended && batch->written == batch->filled)) {
            int waited = wait_to_write(batch, err);
            code = code == TENOR_OK ? waited : code;
        }
        if (batch->written == batch->filled) {
            break;
        }
        if (code == TENOR_OK) {
            pthread_mutex_unlock(&batch->lock);
            double start = tenor_seconds_now();
            code = write_slot(batch, at, err);
            double end = tenor_seconds_now();
            size_t bytes = at->document.bytes.size;
            drop_large(&at->document.bytes);
            drop_large(&at->record);
            drop_large(&at->expected);
            pthread_mutex_lock(&batch->lock);
            batch->stats.write += end - start;
            batch->stats.bytes += bytes;
            if (code == TENOR_OK) {
                count(batch, at);
            } else {
                stop_for_failure(batch);
            }
        }
        batch->in_flight -= at->charge;
        batch->written++;
        pthread_cond_signal(&batch->can_fill);
    }
    pthread_mutex_unlock(&batch->lock);
    return code;
}

/* What is left of the prefix when the inputs are at their end. */
static int close_prefix(tenor_batch *batch, tenor_error *err) {
    if (batch->prefix == NULL || batch->prefix_broken ||
        batch->place == tenor_earlier_size(batch->prefix)) {
        return TENOR_OK;
    }
    if (batch->options.mode == TENOR_BATCH_UPDATE) {
        return tenor_output_cut(batch->output, batch->place, err);
    }
    int code = tenor_fail(
        err, TENOR_DATA,
        "has %llu records, but there are only %llu inputs: --update keeps what is still right",
        (unsigned long long)tenor_earlier_count(batch->prefix),
        (unsigned long long)batch->stats.done);
    tenor_error_at(err, batch->options.output, 0);
    return code;
}

/* ---- a run ---- */

static int finish(tenor_batch *batch, int code, tenor_error *err) {
    tenor_sink *sink = batch->options.sink;
    if (sink != NULL) {
        code =
            code == TENOR_OK && batch->end_code == TENOR_OK ? sink->kind->finish(sink, err) : code;
        return code == TENOR_OK && batch->end_code != TENOR_OK
                   ? tenor_fail(err, batch->end_error.code, "%s", batch->end_error.text)
                   : code;
    }
    if (code != TENOR_OK) {
        (void)!tenor_output_sync(batch->output, NULL);
        return code;
    }
    if (batch->end_code != TENOR_OK) {
        code = tenor_output_sync(batch->output, err);
        return code != TENOR_OK
                   ? code
                   : tenor_fail(err, batch->end_error.code, "%s", batch->end_error.text);
    }
    code = close_prefix(batch, err);
    return code == TENOR_OK ? tenor_output_finish(batch->output, err) : code;
}

int tenor_batch_run(tenor_batch *batch, tenor_source *source, tenor_error *err) {
    unsigned threads = batch->stats.threads, running = 0;
    worker *workers = tenor_new_array(threads, sizeof *workers);
    pthread_t reader;
    if (workers == NULL) {
        return tenor_fail_memory(err);
    }
    pthread_mutex_lock(&batch->lock);
    batch->source = source;
    batch->started = tenor_seconds_now();
    if (batch->stopping) {
        tenor_source_stop(source);
    }
    pthread_mutex_unlock(&batch->lock);
    for (; running < threads; running++) {
        workers[running].batch = batch;
        tenor_buffer_init(&workers[running].id);
        if (pthread_create(&workers[running].thread, NULL, label_documents, &workers[running]) !=
            0) {
            break;
        }
    }
    int code = TENOR_OK;
    if (running > 0 && pthread_create(&reader, NULL, read_documents, batch) == 0) {
        code = write_records(batch, err);
        pthread_join(reader, NULL);
    } else {
        code = tenor_fail(err, TENOR_MEMORY, "cannot start a thread");
        pthread_mutex_lock(&batch->lock);
        batch->ended = true;
        pthread_cond_broadcast(&batch->can_take);
        pthread_mutex_unlock(&batch->lock);
    }
    for (unsigned i = 0; i < running; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    free(workers);
    code = finish(batch, code, err);
    pthread_mutex_lock(&batch->lock);
    batch->source = NULL;
    batch->stats.seconds = tenor_seconds_now() - batch->started;
    pthread_mutex_unlock(&batch->lock);
    return code;
}

void tenor_batch_stop(tenor_batch *batch) {
    pthread_mutex_lock(&batch->lock);
    batch->stopping = true;
    if (batch->source != NULL) {
        tenor_source_stop(batch->source);
    }
    pthread_mutex_unlock(&batch->lock);
}

tenor_batch_stats tenor_batch_look(tenor_batch *batch) {
    pthread_mutex_lock(&batch->lock);
    tenor_batch_stats stats = batch->stats;
    if (batch->source != NULL) {
        stats.seconds = tenor_seconds_now() - batch->started;
    }
    pthread_mutex_unlock(&batch->lock);
    return stats;
}

bool tenor_batch_reader_gone(const tenor_batch *batch) {
    const tenor_sink *sink = batch->options.sink;
    return sink != NULL ? sink->kind->reader_gone(sink)
                        : batch->output != NULL && tenor_output_reader_gone(batch->output);
}

/* ---- beginning and end ---- */

/* Opens the output in its mode, and what an earlier run left in it. */
static int open_output(tenor_batch *batch, tenor_error *err) {
    const char *path = batch->options.output;
    tenor_buffer part = TENOR_BUFFER_INIT;
    const char *write_to = path, *final = NULL;
    uint64_t keep = 0;
    int code = TENOR_OK;
    if (batch->options.sink != NULL) {
        return batch->options.sink->kind->begin(batch->options.sink, batch->current->model, err);
    }
    switch (batch->options.mode) {
    case TENOR_BATCH_FRESH:
        break;
    case TENOR_BATCH_RESUME:
        code = tenor_earlier_open(&batch->prefix, path, false, err);
        break;
    case TENOR_BATCH_UPDATE:
        tenor_buffer_format(&part, "%s.part", path);
        write_to = part.data;
        final = path;
        code = part.failed ? tenor_fail_memory(err)
                           : tenor_earlier_open(&batch->known, path, true, err);
        if (code == TENOR_OK) {
            code = tenor_earlier_open(&batch->prefix, write_to, false, err);
        }
        break;
    case TENOR_BATCH_APPEND:
        code = tenor_earlier_open(&batch->known, path, true, err);
        keep = code == TENOR_OK ? tenor_earlier_size(batch->known) : 0;
        break;
    }
    if (code == TENOR_OK && batch->prefix != NULL) {
        keep = tenor_earlier_size(batch->prefix);
    }
    if (code == TENOR_OK) {
        code = tenor_output_open(&batch->output, write_to, final, keep, err);
    }
    tenor_buffer_free(&part);
    return code;
}

static int make_slots(tenor_batch *batch, tenor_error *err) {
    batch->slot_count = (size_t)batch->stats.threads * SLOTS_A_THREAD;
    batch->slots = tenor_new_array(batch->slot_count, sizeof *batch->slots);
    if (batch->slots == NULL) {
        batch->slot_count = 0;
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < batch->slot_count; i++) {
        tenor_document_init(&batch->slots[i].document);
        tenor_buffer_init(&batch->slots[i].expected);
        tenor_buffer_init(&batch->slots[i].record);
    }
    return TENOR_OK;
}

int tenor_batch_new(tenor_batch **out, const tenor_batch_options *options, tenor_error *err) {
    tenor_batch *batch = tenor_new_array(1, sizeof *batch);
    if (batch == NULL) {
        return tenor_fail_memory(err);
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    batch->options = *options;
    batch->stats.threads = options->threads > 0 ? options->threads
                           : cores > 0          ? (unsigned)cores
                                                : 1;
    pthread_mutex_init(&batch->lock, NULL);
    pthread_cond_init(&batch->can_fill, NULL);
    pthread_cond_init(&batch->can_take, NULL);
    pthread_cond_init(&batch->can_write, NULL);
    int code = open_shared(&batch->current, options->model, err);
    if (code == TENOR_OK) {
        code = make_slots(batch, err);
    }
    if (code == TENOR_OK) {
        code = open_output(batch, err);
    }
    if (code != TENOR_OK) {
        tenor_batch_free(batch);
        return code;
    }
    *out = batch;
    return TENOR_OK;
}

void tenor_batch_free(tenor_batch *batch) {
    if (batch == NULL) {
        return;
    }
    for (size_t i = 0; i < batch->slot_count; i++) {
        tenor_document_free(&batch->slots[i].document);
        tenor_buffer_free(&batch->slots[i].expected);
        tenor_buffer_free(&batch->slots[i].record);
    }
    free(batch->slots);
    release(batch->current);
    tenor_output_free(batch->output);
    tenor_earlier_free(batch->prefix);
    tenor_earlier_free(batch->known);
    pthread_cond_destroy(&batch->can_fill);
    pthread_cond_destroy(&batch->can_take);
    pthread_cond_destroy(&batch->can_write);
    pthread_mutex_destroy(&batch->lock);
    free(batch);
}

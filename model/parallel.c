/* parallel.c: a parallel for over POSIX threads, with one atomic counter as its queue. */
#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "error.h"
#include "memory.h"

typedef struct crew {
    tenor_work work;
    void *shared;
    size_t count;
    atomic_size_t next;
    atomic_bool stop;
} crew;

typedef struct hand {
    crew *crew;
    size_t thread;
    size_t failed_index; /* valid if code != 0 */
    int code;
    tenor_error err;
    pthread_t id;
    bool started;
} hand;

uint32_t tenor_core_count(void) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : (uint32_t)cores;
}

static void *run(void *data) {
    hand *self = data;
    crew *c = self->crew;
    while (!atomic_load(&c->stop)) {
        size_t index = atomic_fetch_add(&c->next, 1);
        if (index >= c->count) {
            break;
        }
        self->code = c->work(c->shared, self->thread, index, &self->err);
        if (self->code != 0) {
            self->failed_index = index;
            atomic_store(&c->stop, true);
            break;
        }
    }
    return NULL;
}

/* The error of the lowest failed index, so that the message does not depend on timing alone. */
static int first_failure(const hand *hands, size_t threads, tenor_error *err) {
    const hand *first = NULL;
    for (size_t i = 0; i < threads; i++) {
        if (hands[i].code != 0 && (first == NULL || hands[i].failed_index < first->failed_index)) {
            first = &hands[i];
        }
    }
    if (first == NULL) {
        return 0;
    }
    if (err != NULL && err->code == TENOR_OK) {
        *err = first->err;
    }
    return first->code;
}

int tenor_parallel(size_t count, uint32_t threads, tenor_work work, void *shared,
                   tenor_error *err) {
    if (threads == 0) {
        threads = tenor_core_count();
    }
    if (threads > count) {
        threads = count > 0 ? (uint32_t)count : 1;
    }
    hand *hands = tenor_new_array(threads, sizeof *hands);
    if (hands == NULL) {
        return tenor_fail_memory(err);
    }
    crew c = {work, shared, count, 0, false};
    for (uint32_t i = 0; i < threads; i++) {
        hands[i] = (hand){.crew = &c, .thread = i, .err = TENOR_ERROR_INIT};
    }
    /* A thread that cannot be started is no error: those that run take its share. */
    for (uint32_t i = 1; i < threads; i++) {
        hands[i].started = pthread_create(&hands[i].id, NULL, run, &hands[i]) == 0;
    }
    run(&hands[0]);
    for (uint32_t i = 1; i < threads; i++) {
        if (hands[i].started) {
            pthread_join(hands[i].id, NULL);
        }
    }
    int code = first_failure(hands, threads, err);
    free(hands);
    return code;
}

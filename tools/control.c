/* control.c: one thread that waits for signals with sigtimedwait(2), so that nothing runs in a
 * signal handler.
 *
 * How long a run will take is told from the bytes of its inputs, which are summed up here beside
 * the run: nobody waits for that. */
#include "control.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "memory.h"
#include "verbs.h"
#include "walk.h"

#define TICK_NANOSECONDS 200000000L

struct control {
    tenor_batch *batch;
    bool progress;
    const tenor_source_options *inputs;
    uint64_t total; /* bytes of all inputs, 0 if unknown */
    pthread_t thread;
    atomic_bool ended;
};

static void signal_set(sigset_t *set, bool reload) {
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGUSR2); /* our own: the end of the control */
    if (reload) {
        sigaddset(set, SIGHUP);
    }
}

void control_block_signals(bool reload) {
    sigset_t set;
    signal_set(&set, reload);
    if (reload) {
        signal(SIGHUP, SIG_DFL); /* under nohup it is ignored, and so would never be waited for */
    }
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void show_progress(const control *self) {
    tenor_batch_stats stats = tenor_batch_look(self->batch);
    double rate = stats.seconds > 0 ? (double)stats.done / stats.seconds : 0;
    fprintf(stderr, "\r\x1b[K%llu done, %.0f a second, %llu failed", (unsigned long long)stats.done,
            rate, (unsigned long long)stats.failed);
    if (self->total > stats.bytes && stats.bytes > 0) {
        double left = stats.seconds * (double)(self->total - stats.bytes) / (double)stats.bytes;
        fprintf(stderr, ", %ld:%02ld left", (long)left / 60, (long)left % 60);
    }
    fflush(stderr);
}

/* Whether a signal waits to be taken. */
static bool signal_waits(void) {
    sigset_t set;
    return sigpending(&set) == 0 &&
           (sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGTERM) == 1 ||
            sigismember(&set, SIGUSR2) == 1 || sigismember(&set, SIGHUP) == 1);
}

static uint64_t folder_bytes(const char *folder) {
    tenor_walk *walk = NULL;
    const char *path;
    struct stat info;
    uint64_t sum = 0;
    if (tenor_walk_new(&walk, NULL, NULL, NULL) != TENOR_OK) {
        return 0;
    }
    int got = tenor_walk_start(walk, folder, NULL) == TENOR_OK;
    while (got != 0 && got != TENOR_MEMORY && !signal_waits()) {
        got = tenor_walk_next(walk, &path, NULL);
        sum += got == 1 && stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
    }
    tenor_walk_free(walk);
    return sum;
}

/* Bytes of all inputs; 0 if they cannot be told beforehand. */
static uint64_t input_bytes(const tenor_source_options *inputs) {
    uint64_t sum = 0;
    struct stat info;
    bool open_end = inputs->watch != NULL || inputs->files_from != NULL;
    for (size_t i = 0; !open_end && i < inputs->path_count; i++) {
        open_end = strcmp(inputs->paths[i], "-") == 0;
        if (!open_end && stat(inputs->paths[i], &info) == 0) {
            sum += S_ISDIR(info.st_mode) ? folder_bytes(inputs->paths[i]) : (uint64_t)info.st_size;
        }
    }
    return open_end ? 0 : inputs->shard != NULL ? sum / inputs->shard->count : sum;
}

static void take_signal(control *self, int number, bool *stopping) {
    if (number == SIGHUP) {
        tenor_error error = TENOR_ERROR_INIT;
        if (tenor_batch_reload(self->batch, &error) != TENOR_OK) {
            print_error(&error); /* and the old model goes on */
        }
    } else if (*stopping) {
        signal(number, SIG_DFL);
        raise(number);
        sigset_t set;
        signal_set(&set, false);
        pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    } else {
        *stopping = true;
        tenor_batch_stop(self->batch);
    }
}

static void *wait_for_signals(void *data) {
    control *self = data;
    const struct timespec tick = {0, TICK_NANOSECONDS};
    sigset_t set;
    bool stopping = false;
    signal_set(&set, true);
    self->total = self->progress ? input_bytes(self->inputs) : 0;
    while (!atomic_load(&self->ended)) {
        int number = self->progress ? sigtimedwait(&set, NULL, &tick) : sigwaitinfo(&set, NULL);
        if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
            take_signal(self, number, &stopping);
        } else if (self->progress) {
            show_progress(self);
        }
    }
    if (self->progress) {
        fputs("\r\x1b[K", stderr);
    }
    return NULL;
}

control *control_start(tenor_batch *batch, bool progress, const tenor_source_options *inputs) {
    control *self = tenor_new_array(1, sizeof *self);
    if (self == NULL) {
        return NULL;
    }
    self->batch = batch;
    self->progress = progress;
    self->inputs = inputs;
    if (pthread_create(&self->thread, NULL, wait_for_signals, self) != 0) {
        free(self);
        return NULL;
    }
    return self;
}

void control_end(control *started) {
    if (started == NULL) {
        return;
    }
    atomic_store(&started->ended, true);
    pthread_kill(started->thread, SIGUSR2);
    pthread_join(started->thread, NULL);
    free(started);
}

/* label_shard.c: everything of tenor label --shard that is not labelling.
 *
 * Slurm allows an array some thousand tasks (MaxArraySize, by default 1001) and so a task may have
 * to make several shards. Which ones must be the same when only some tasks are sent again: that is
 * what the stride is for. */
#include "label_shard.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "shard.h"

/* The whole number that text begins with, up to `end`. */
static bool read_number(const char *text, char end, size_t *out) {
    char *behind;
    errno = 0;
    unsigned long long number = strtoull(text, &behind, 10);
    bool good =
        text[0] >= '0' && text[0] <= '9' && *behind == end && errno == 0 && number <= SIZE_MAX / 2;
    if (good) {
        *out = (size_t)number;
    }
    return good;
}

static bool read_variable(const char *name, size_t *out) {
    const char *text = getenv(name);
    return text != NULL && read_number(text, '\0', out);
}

static int plan_of_task(shard_plan *plan, size_t stride, tenor_error *err) {
    size_t task, least, most, tasks;
    if (!read_variable("SLURM_ARRAY_TASK_ID", &task)) {
        return tenor_fail(err, TENOR_USAGE,
                          "--shard auto/%zu: $SLURM_ARRAY_TASK_ID is no number (is this a task of "
                          "a job array?)",
                          plan->count);
    }
    plan->first = task;
    if (stride == 0 && read_variable("SLURM_ARRAY_TASK_MIN", &least) &&
        read_variable("SLURM_ARRAY_TASK_MAX", &most) &&
        read_variable("SLURM_ARRAY_TASK_COUNT", &tasks) && least <= task && task <= most &&
        most - least + 1 == tasks) {
        plan->first = task - least;
        plan->step = tasks < plan->count ? tasks : plan->count;
    }
    return TENOR_OK;
}

int shard_plan_read(shard_plan *out, const char *text, size_t stride, tenor_error *err) {
    shard_plan plan = {0};
    const char *slash = strchr(text, '/');
    bool of_task = strncmp(text, "auto/", 5) == 0;
    if (slash == NULL || !read_number(slash + 1, '\0', &plan.count) ||
        (!of_task && !read_number(text, '/', &plan.first))) {
        return tenor_fail(err, TENOR_USAGE, "--shard: \"%s\" is neither I/N nor auto/N", text);
    }
    if (plan.count == 0 || plan.count > TENOR_SHARDS_MAX) {
        return tenor_fail(err, TENOR_USAGE, "--shard: between 1 and %d shards", TENOR_SHARDS_MAX);
    }
    plan.step = stride > 0 && stride < plan.count ? stride : plan.count;
    int code = of_task ? plan_of_task(&plan, stride, err) : TENOR_OK;
    if (code != TENOR_OK) {
        return code;
    }
    if (!of_task && plan.first >= plan.count) {
        return tenor_fail(err, TENOR_USAGE, "--shard: of %zu shards the last is %zu", plan.count,
                          plan.count - 1);
    }
    if (plan.first >= plan.step && plan.first < plan.count) {
        return tenor_fail(err, TENOR_USAGE,
                          "--stride %zu: shard %zu belongs to that of a smaller number", stride,
                          plan.first);
    }
    *out = plan;
    return TENOR_OK;
}

/* Whether path is the folder or lies in it, both being absolute. */
static bool lies_in(const char *path, const char *folder) {
    size_t size = strlen(folder);
    size -= size == 1; /* "/" */
    return strncmp(path, folder, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

int shard_folder_make(const char *folder, const text_list *paths, tenor_error *err) {
    struct stat info;
    bool made = mkdir(folder, 0777) == 0;
    if (!made && (errno != EEXIST || (stat(folder, &info) == 0 && !S_ISDIR(info.st_mode)))) {
        int code = tenor_fail(err, TENOR_IO, "cannot make the folder: %s", strerror(errno));
        tenor_error_at(err, folder, 0);
        return code;
    }
    char *real = realpath(folder, NULL);
    int code = TENOR_OK;
    for (size_t i = 0; real != NULL && code == TENOR_OK && i < paths->count; i++) {
        char *input = realpath(paths->items[i], NULL);
        if (input != NULL && lies_in(real, input)) {
            code = tenor_fail(err, TENOR_USAGE, "%s lies in the input %s: its shards would be read",
                              folder, paths->items[i]);
        }
        free(input);
    }
    free(real);
    if (code != TENOR_OK && made) {
        rmdir(folder);
    }
    return code;
}

int shard_is_done(const char *folder, size_t index, size_t count, const char *model,
                  const char *settings, bool *done, tenor_error *err) {
    tenor_shard_facts facts = {0};
    tenor_shard_state state;
    int code = tenor_shard_look(folder, index, count, &state, &facts, err);
    if (code == TENOR_OK) {
        *done = state == TENOR_SHARD_COMPLETE && strcmp(facts.model, model) == 0 &&
                strcmp(facts.settings, settings) == 0;
    }
    tenor_shard_facts_free(&facts);
    return code;
}

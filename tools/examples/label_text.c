/* label_text.c: loads a model and labels a text. Build against the installed library:
 *
 *     cc label_text.c $(pkg-config --cflags --libs tenor) -o label_text
 *     ./label_text MODEL "The plant closes; four hundred workers lose their jobs." */
#include <stdio.h>
#include <string.h>

#include "tenor_model.h"

static void print_axis(const tenor_model *model, const tenor_axis *axis,
                       const tenor_verdict *verdict) {
    printf("%s:", axis->name);
    for (size_t i = axis->first_label; i < axis->first_label + axis->label_count; i++) {
        if (verdict->given[i]) {
            printf(" %s (%.2f)", tenor_model_label(model, i)->name,
                   (double)verdict->probability[i]);
        }
    }
    printf("\n");
}

int main(int argc, char **argv) {
    tenor_error error = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    tenor_scorer *scorer = NULL;
    tenor_verdict verdict;
    if (argc != 3) {
        fprintf(stderr, "usage: %s MODEL TEXT\n", argv[0]);
        return 2;
    }
    tenor_view title = {"", 0}, text = {argv[2], strlen(argv[2])};
    int code = tenor_model_open(&model, argv[1], &error);
    if (code == TENOR_OK) {
        code = tenor_scorer_new(&scorer, model, &error);
    }
    if (code == TENOR_OK) {
        code = tenor_score(scorer, title, text, &verdict, &error);
    }
    for (size_t a = 0; code == TENOR_OK && a < tenor_model_axis_count(model); a++) {
        print_axis(model, tenor_model_axis(model, a), &verdict);
    }
    if (code != TENOR_OK) {
        fprintf(stderr, "%s\n", error.text);
    }
    tenor_scorer_free(scorer);
    tenor_model_close(model);
    return code == TENOR_OK ? 0 : 1;
}

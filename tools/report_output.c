/* report_output.c: see report_output.h. */
#include "report_output.h"

#include "error.h"
#include "model_file.h"

int put_buffer(const tenor_buffer *out, FILE *to, tenor_error *err) {
    if (out->failed) {
        return tenor_fail_memory(err);
    }
    fwrite(out->data, 1, out->size, to);
    return TENOR_OK;
}

static int put_json(const tenor_report *report, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_report_write_json(report, &out);
    tenor_buffer_add_char(&out, '\n');
    int code = put_buffer(&out, stdout, err);
    tenor_buffer_free(&out);
    return code;
}

static int put_text(const tenor_report *report, bool brief, FILE *to, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_report_write_text(report, brief, &out);
    int code = put_buffer(&out, to, err);
    tenor_buffer_free(&out);
    return code;
}

static int put_page(const tenor_report *report, const tenor_model *model,
                    const report_wishes *wishes, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    int code = tenor_report_write_html(report, wishes->title, model, &out, err);
    if (code == TENOR_OK) {
        code = tenor_file_replace(wishes->html, tenor_buffer_view(&out), err);
        tenor_error_at(err, wishes->html, 0);
    }
    tenor_buffer_free(&out);
    return code;
}

int report_output(tenor_report *report, const tenor_model *model, const report_wishes *wishes,
                  tenor_error *err) {
    bool passages =
        wishes->html != NULL || wishes->json || (wishes->text != NULL && !wishes->brief);
    int code =
        passages && model != NULL ? tenor_report_find_passages(report, model, err) : TENOR_OK;
    if (code == TENOR_OK && wishes->json) {
        code = put_json(report, err);
    }
    if (code == TENOR_OK && wishes->text != NULL) {
        code = put_text(report, wishes->brief, wishes->text, err);
    }
    if (code == TENOR_OK && wishes->html != NULL) {
        code = put_page(report, model, wishes, err);
    }
    return code;
}

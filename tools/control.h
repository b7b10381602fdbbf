/* control.h: what goes on beside a batch: signals, and progress on a terminal. */
#ifndef TENOR_CONTROL_H
#define TENOR_CONTROL_H

#include "batch.h"

typedef struct control control;

/* Before any thread is started: SIGINT, SIGTERM (and SIGHUP, if `reload`) will be taken by the
 * control's thread. */
void control_block_signals(bool reload);

/* Starts the thread that stops the batch on SIGINT and SIGTERM (a second one ends the process at
 * once), lets it open its model anew on SIGHUP, and shows progress on the inputs (borrowed) if
 * asked. NULL: it could not be started. */
control *control_start(tenor_batch *batch, bool progress, const tenor_source_options *inputs);
void control_end(control *started); /* NULL is fine */

#endif

/* Which types of threats a run generates by: those that `--rules` names, else the model's own. */
#pragma once
#include "models/merge.h"
#include "run/model.h"

/* The template, or NULL with the reason said or among the diagnostics. */
const struct sw_template *sw_model_rules(struct sw_model_run *run, const struct sw_drawing *drawing);
/* Generates by them as of the run's day, and merges what comes of it into the drawing. Returns the template, or NULL as
 * above; `of`, when not NULL, is set as sw_merge sets it. */
const struct sw_template *sw_model_generate(struct sw_model_run *run, struct sw_drawing *drawing, struct sw_generation *generation,
					    const struct sw_generated ***of);

/* Which types of threats a run generates by: those that `--rules` names, else the model's own. */
#pragma once
#include "run/model.h"

/* The template, or NULL with the reason said or among the diagnostics. */
const struct sw_template *sw_model_rules(struct sw_model_run *run, const struct sw_drawing *drawing);

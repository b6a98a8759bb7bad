/* The states of a drawing of the container template, read from its properties by the register's own rules: whatever moved
 * a property, a scan, a person or a check of the drawing against reality, moves the states with it. */
#pragma once
#include "facts/drawing.h"
#include "threats/register.h"

/* Moves the states of the drawing's threats to what its properties say, and the column "state by evidence" with them; what
 * the filters leave out because it is stopped or does not apply is not stale. What people wrote stays. Returns how many
 * states moved. */
size_t sw_container_judge(struct sw_arena *arena, struct sw_drawing *drawing);
/* What the column holds of a stored threat; empty: nothing. */
struct sw_str sw_container_state_said(const struct sw_drawn_threat *threat);
/* "open", "weak?", "mitigated (declared)": as the column "state by evidence" holds it. */
struct sw_str sw_container_state_text(struct sw_arena *arena, enum sw_state state, bool presumed, enum sw_strength strength);
/* What the Threat Modeling Tool knows of it. */
enum sw_drawn_state sw_container_drawn_state(enum sw_state state);

/* The catalogues for people and machines: checks, threats, attackers, and what one id means. No input is read, so no
 * worker runs. */
#pragma once
#include "cli/options.h"

/* Carries out checks, threats, attackers and explain; returns the exit status. */
int sw_catalogue_command(const struct sw_arguments *arguments);

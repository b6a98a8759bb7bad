/* How findings are told as a linter's lines: the keys of hadolint's configuration, which its environment and options have,
 * too. Each of the three is one of these; policy/lint.h puts them together. */
#pragma once
#include "facts/config.h"
#include "facts/value.h"

struct sw_lint_config {
	bool present;
	sw_texts ignored;
	sw_texts levels[4];       /* override: error, warning, info, style */
	sw_texts registries;      /* trustedRegistries */
	sw_texts formats;
	sw_texts label_names, label_types; /* label-schema; same order */
	struct sw_text_at threshold; /* failure-threshold */
	enum sw_tri no_fail, no_color, strict_labels, disable_pragma, verbose; /* unknown: not said */
};

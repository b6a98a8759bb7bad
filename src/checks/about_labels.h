/* Labels of images: which value each is meant to hold. The table of the well-known ones stands here; a list of a project's
 * own is judged by the same function. */
#pragma once
#include "checks/about_steps.h"

enum sw_label_kind {
	SW_LABEL_TEXT,   /* anything that is not empty */
	SW_LABEL_URL,
	SW_LABEL_SEMVER,
	SW_LABEL_HASH,   /* of a commit: 7 to 40 or 64 hexadecimal digits */
	SW_LABEL_TIME,   /* RFC 3339 */
	SW_LABEL_SPDX,   /* an expression of licence identifiers */
	SW_LABEL_EMAIL,
};

struct sw_label_rule {
	const char *name;
	enum sw_label_kind kind;
};

struct sw_label_schema {
	const struct sw_label_rule *rules;
	size_t count;
	bool required; /* all of them have to be there */
	bool strict;   /* and no others */
};

/* org.opencontainers.image.* and org.label-schema.*: none is required, others are welcome. */
extern const struct sw_label_schema sw_known_labels;

bool sw_label_fits(enum sw_label_kind kind, struct sw_str value);
/* "text", "url", "semver", "hash", "rfc3339", "spdx", "email": the kind's name in settings, and the variant of the sites. */
const char *sw_label_kind_name(enum sw_label_kind kind);
/* Judges the labels of the stages: names, values by the schema, and what is missing or not allowed. */
void sw_judge_labels(const struct sw_view *view, struct sw_sink *sink, struct sw_stages stages, const struct sw_label_schema *schema);

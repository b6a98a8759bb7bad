/* What `image diff` writes: for people, and for programs (docs/schema/image-difference-1.json). */
#pragma once
#include "facts/image_change.h"
#include "reports/report.h"

/* A value of the configuration, or the presence of a name. */
struct sw_setting_change {
	enum sw_image_change change;
	const char *what;           /* "user", "environment", "port" */
	struct sw_str name;         /* of what there are several; empty: there is one */
	struct sw_str before, after; /* empty: none, or no value that may be shown */
};

struct sw_package_change {
	enum sw_image_change change;
	uint8_t type;               /* enum sw_package_type */
	struct sw_str name, before, after; /* versions */
};

struct sw_notable_change {
	enum sw_image_change change;
	const struct sw_image_file *before, *after; /* NULL: it is not there */
};

struct sw_secret_change {
	enum sw_image_change change;      /* ADDED or REMOVED */
	const struct sw_image_secret *secret;
};

struct sw_image_difference {
	const struct sw_image *images[2];  /* before and after */
	struct sw_str named[2];            /* as a person named them */
	size_t shared_layers;              /* lowest layers that are the same */
	SW_VEC(struct sw_setting_change) settings;
	SW_VEC(struct sw_package_change) packages; /* by type, name, version */
	SW_VEC(struct sw_notable_change) notables; /* by path; of final images */
	SW_VEC(struct sw_secret_change) secrets;   /* by path; those of hidden files count, too */
	struct sw_file_changes files;              /* filled by the caller before sw_image_difference_make or after */
};

/* Compares what two images say and hold; files are readers/image's to compare. Both have contents. */
void sw_image_difference_make(struct sw_arena *arena, const struct sw_image *before, const struct sw_image *after,
			      struct sw_image_difference *difference);
/* Whether anything differs at all. */
bool sw_image_difference_any(const struct sw_image_difference *difference);
const char *sw_image_change_name(enum sw_image_change change);

typedef int sw_image_difference_writer(const struct sw_image_difference *difference, const struct sw_report_style *style,
				       struct sw_arena *arena, struct sw_out *out);
sw_image_difference_writer sw_image_difference_text, sw_image_difference_json;

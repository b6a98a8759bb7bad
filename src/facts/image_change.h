/* What differs between two images: made by readers/image and reports/image, written by reports/image. */
#pragma once
#include "facts/contents.h"

enum sw_image_change { SW_DIFF_ADDED, SW_DIFF_REMOVED, SW_DIFF_CHANGED, SW_DIFF_COUNT };

struct sw_file_change {
	enum sw_image_change change;
	struct sw_str path;
	uint64_t size;         /* bytes: after the change; of what was removed before it */
};

enum { SW_FILE_CHANGES_KEPT = 20 }; /* of each kind */

/* Files of the final images; folders are not compared. */
struct sw_file_changes {
	uint64_t count[SW_DIFF_COUNT];
	uint64_t bytes[SW_DIFF_COUNT]; /* sums of sizes, as above */
	SW_VEC(struct sw_file_change) largest; /* by change, the largest first, then by path */
};

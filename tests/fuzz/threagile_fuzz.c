/* Any bytes may be read as a Threagile model: what was read can be written, what was written can be read again without a
 * new complaint, and it says the same: writing it once more gives the same bytes. */
#include "model_round.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	go_twice_each_way("threagile", "threagile", (struct sw_str){(const char *)data, size});
	return 0;
}

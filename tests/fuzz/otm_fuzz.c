/* Any bytes may be given to the reader of Open Threat Models. What was read is written, in its own format and as a model
 * of Threat Dragon; what is written is read again, and says the same. */
#include "model_round.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	go_round("otm", "threat-dragon", (struct sw_str){(const char *)data, size});
	go_round("otm-yaml", "otm", (struct sw_str){(const char *)data, size});
	return 0;
}

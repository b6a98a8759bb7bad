/* Any bytes may be given to the reader of Threat Dragon's models. What was read is written, in its own format and as an
 * Open Threat Model; what is written is read again, and says the same. */
#include "model_round.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	go_round("threat-dragon", "otm", (struct sw_str){(const char *)data, size});
	return 0;
}

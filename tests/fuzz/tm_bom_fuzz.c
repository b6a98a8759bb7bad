/* Any bytes may be read as a TM-BOM, plain or inside CycloneDX: what was read can be written as TM-BOM, what was written can
 * be read again without a new complaint, and it says the same: writing it once more gives the same bytes. */
#include "model_round.h"
#include "readers/models/tm_bom/tm_bom.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = {(const char *)data, size};
	go_twice_each_way(sw_cyclonedx_looks_like(SW_S(""), text) ? "cyclonedx" : "tm-bom", "tm-bom", text);
	return 0;
}

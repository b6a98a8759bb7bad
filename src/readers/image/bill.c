#include "readers/image/bill.h"
#include "facts/contents.h"
#include "readers/image/parts.h"
#include "readers/packages/read.h"

bool sw_image_bill_begins(struct sw_str start) {
	start = sw_str_trim(start);
	return start.n && (start.p[0] == '{' || start.p[0] == '<' || sw_str_starts(start, SW_S("SPDXVersion:")));
}

/* Whichever of the two it is says so in its first member or line, or nearly. */
static const struct sw_package_reader *reader_of(struct sw_str text) {
	bool spdx = sw_str_contains_nocase(sw_str_sub(text, 0, 4096), SW_S("SPDXVersion"));
	return sw_package_reader_named(spdx ? SW_S("spdx") : SW_S("cyclonedx"));
}

void sw_image_read_bill(struct sw_factset *set, struct sw_str text) {
	struct sw_arena *arena = &set->arena;
	struct sw_package_sink sink = {.arena = arena, .diags = &set->diags, .path = set->path};
	struct sw_image image = {.path = set->path, .rootfs = true};
	struct sw_contents *contents = SW_NEW(arena, struct sw_contents);
	set->kind = SW_ARTIFACT_IMAGE;
	set->diags.arena = arena;
	sw_package_read(reader_of(text), &sink, text);
	if (!sink.packages.n)
		return;
	contents->packages = sink.packages;
	contents->bill = true;
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		image.said[f] = (struct sw_link){.layer = SW_LAYER_IMAGE, .how = SW_HOW_UNSEEN};
	sw_image_read_history(set, &image, NULL);
	image.contents = contents;
	*sw_push(arena, &set->images) = image;
}

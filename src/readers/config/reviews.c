/* `.strideward/review.yaml`: who signed the model off, when, and what the system consisted of. Written by
 * `review --sign-off`. */
#include "readers/config/fields.h"
#include "readers/config/read.h"

#define REVIEW(member) offsetof(struct sw_sign_off, member)
static const struct config_key review_keys[] = {
	{.name = "reviewer", .type = CONFIG_TEXT, .offset = REVIEW(reviewer)},
	{.name = "date", .type = CONFIG_DATE, .offset = REVIEW(date)},
	{.name = "digest", .type = CONFIG_DIGEST, .offset = REVIEW(digest)},
	{.name = "system", .type = CONFIG_TEXTS, .offset = REVIEW(system)},
	{0},
};

static void list(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_reviews *reviews = target;
	const struct sw_node *items = config_list(reader, member->value, "reviews");
	for (uint32_t i = 0; items && i < items->count; i++) {
		struct sw_sign_off row = {.at = items->items[i]->span};
		if (!config_read_map(reader, items->items[i], "a review", review_keys, &row))
			continue;
		if (row.reviewer.text.n && row.date.text.n && row.digest.text.n)
			*sw_push(reader->arena, &reviews->v) = row;
		else
			config_error(reader, "review-incomplete", row.at, "a review needs reviewer, date and digest");
	}
}

static const struct config_key top_keys[] = {
	{.name = "version", .type = CONFIG_PART, .part = config_version},
	{.name = "reviews", .type = CONFIG_PART, .part = list},
	{0},
};

void sw_reviews_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_reviews *reviews, struct sw_diags *diags) {
	struct config_reader reader = {.arena = arena, .diags = diags};
	*reviews = (struct sw_reviews){.present = true};
	const struct sw_node *root = config_document(&reader, source, text);
	if (root)
		config_read_map(&reader, root, "the reviews", top_keys, reviews);
}

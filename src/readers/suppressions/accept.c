/* Our own comments: "strideward: accept ID[,ID…] until YYYY-MM-DD -- reason". Whoever accepts something says until when and
 * why; without that the comment has no effect. Above a line it covers what stands there: the instruction, or the entry of
 * a YAML file with all that belongs to it; at the end of a line, that line. */
#include "knowledge/date.h"
#include "readers/suppressions/parts.h"
#include "readers/suppressions/words.h"

static void refuse(struct place_reader *reader, const char *code, const char *what) {
	sw_diag_add(&reader->set->diags, SW_DIAG_WARNING, code, reader->comment->at,
		    "%s; write: strideward: accept ID until YYYY-MM-DD -- reason", what);
}

static struct sw_span covered(struct place_reader *reader) {
	if (!reader->comment->alone)
		return place_own_line(reader);
	if (reader->comment->inside)
		return place_next_line(reader);
	return reader->set->build ? place_instruction(reader, false) : place_block(reader);
}

void accept_read(struct place_reader *reader, struct sw_str rest) {
	if (!word_take(&rest, "accept") || !word_gap(&rest)) {
		refuse(reader, "accept-unknown", "after 'strideward:' only 'accept' is understood");
		return;
	}
	SW_VEC(struct sw_str) ids = {0};
	do {
		word_blanks(&rest);
		struct sw_str id = word_run(&rest, "-_.");
		if (id.n)
			*sw_push(reader->arena, &ids) = id;
		word_blanks(&rest);
	} while (word_take(&rest, ","));
	struct sw_str date = {0};
	if (word_take(&rest, "until") && word_gap(&rest)) {
		date = word_run(&rest, "-");
		word_blanks(&rest);
	}
	bool reasoned = word_take(&rest, "--") && sw_str_trim(rest).n;
	struct sw_span over = covered(reader);
	if (!ids.n)
		refuse(reader, "accept-without-id", "it is not said which check's finding is accepted");
	else if (!sw_date_valid(date))
		refuse(reader, "accept-without-date", "an acceptance needs a last day");
	else if (!reasoned)
		refuse(reader, "accept-without-reason", "an acceptance needs a reason");
	else if (!over.source)
		refuse(reader, "accept-of-nothing", "nothing stands below this acceptance");
	else
		for (size_t i = 0; i < ids.n; i++) {
			size_t before = reader->set->suppressions.n;
			suppression_add(reader, "strideward", ids.v[i], over, rest);
			if (reader->set->suppressions.n > before)
				reader->set->suppressions.v[before].until = date;
		}
}

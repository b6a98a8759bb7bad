/* Lock files of Elixir and Erlang, which are terms of these languages. */
#include "readers/packages/language/scanner.h"
#include "readers/packages/readers.h"

/* What an entry of mix.lock says: {:hex, :NAME, "VERSION", …}, {:git, "URL", "COMMIT", …} or {:path, "FOLDER", …}. */
struct entry {
	struct sw_str key, words[3];
	size_t n;
};

static void add_entry(struct sw_package_sink *sink, const struct entry *entry) {
	const struct sw_str *words = entry->words;
	if (entry->n == 3 && sw_str_is(words[0], "hex")) {
		sw_package_add(sink, SW_PACKAGE_HEX, words[1], words[2]);
	} else if (entry->n >= 2 && sw_listed(words[0], "git path")) {
		struct sw_str commit = sw_str_is(words[0], "git") && entry->n == 3 ? words[2] : (struct sw_str){0};
		sw_package_add(sink, SW_PACKAGE_HEX, entry->key, commit)->place = sw_arena_str(sink->arena, words[1]);
	}
}

/* %{"bunt": {:hex, :bunt, "1.0.0", …}, …}: the first three words of each entry. */
static void read_mix(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_scan scan = {.text = bytes, .comment = '#', .escapes = true};
	struct entry entry = {0};
	while (sw_scan_next(&scan)) {
		if (scan.kind != SW_SCAN_SIGN) {
			if (scan.depth == 1)
				entry = (struct entry){.key = scan.word};
			else if (scan.depth == 2 && entry.n < 3)
				entry.words[entry.n++] = scan.word;
		} else if (scan.sign == '}' && scan.depth == 1) {
			add_entry(sink, &entry);
			entry = (struct entry){0};
		}
	}
}

/* {<<"certifi">>,{pkg,<<"certifi">>,<<"2.9.0">>},0}: "pkg" and the two texts behind it. */
static void read_rebar(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_scan scan = {.text = bytes, .comment = '%', .escapes = true};
	struct sw_str name = {0};
	unsigned texts = 2;
	while (sw_scan_next(&scan)) {
		if (scan.kind == SW_SCAN_WORD && sw_str_is(scan.word, "pkg")) {
			texts = 0;
		} else if (scan.kind == SW_SCAN_TEXT && texts < 2) {
			if (texts++ == 0)
				name = scan.word;
			else
				sw_package_add(sink, SW_PACKAGE_HEX, name, scan.word);
		}
	}
}

const struct sw_package_reader sw_package_reader_mix_lock = {
	.kind = "mix-lock",
	.names = (const char *const[]){"mix.lock", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read = read_mix,
};

const struct sw_package_reader sw_package_reader_rebar_lock = {
	.kind = "rebar-lock",
	.names = (const char *const[]){"rebar.lock", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read = read_rebar,
};

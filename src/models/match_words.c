#include "models/match_words.h"

/* Say nothing about which one it is. */
#define FILLER "a an and the of for our my service services server container containers docker app application instance process " \
	       "component node volume store storage data system"
/* Said of things of every kind. */
#define ANY_KIND "a the our docker container containers linux application app shop base local public private official"
#define GIVEN "secret secrets credential credentials password passwords key keys configuration config settings environment"
#define BOUNDARY "a the of for our network networks boundary trust zone docker container containers subnet segment lan area internal external"

struct sw_str sw_name_plain(struct sw_arena *arena, struct sw_str name) {
	char *plain = sw_arena_alloc(arena, name.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++)
		if (sw_is_alnum(name.p[i]) || (unsigned char)name.p[i] >= 0x80)
			plain[n++] = sw_to_lower(name.p[i]);
	return sw_str(plain, n);
}

bool sw_name_words_have(const struct sw_name_words *words, struct sw_str word) {
	for (size_t i = 0; i < words->n; i++)
		if (sw_str_eq(words->v[i], word))
			return true;
	return false;
}

bool sw_name_words_any(const struct sw_name_words *words, const char *list) {
	for (size_t i = 0; i < words->n; i++)
		if (sw_listed(words->v[i], list))
			return true;
	return false;
}

static bool in_word(struct sw_str text, size_t start, size_t i) {
	if (!sw_is_alnum(text.p[i]) && (unsigned char)text.p[i] < 0x80)
		return false;
	/* webFrontend is two words. */
	return i == start || sw_to_lower(text.p[i]) == text.p[i] || sw_to_lower(text.p[i - 1]) != text.p[i - 1];
}

static void add(struct sw_arena *arena, struct sw_name_words *words, struct sw_str text, const char *but) {
	struct sw_str lower = sw_arena_lower(arena, sw_str_sub(text, 0, 1000));
	for (size_t i = 0; i < lower.n && words->n < SW_MOST_WORDS;) {
		size_t start = i;
		while (i < lower.n && in_word(text, start, i))
			i++;
		struct sw_str word = sw_str_sub(lower, start, i - start);
		if (word.n && !sw_listed(word, but) && !sw_name_words_have(words, word))
			words->v[words->n++] = word;
		i += i == start;
	}
}

void sw_name_words_add(struct sw_arena *arena, struct sw_name_words *words, struct sw_str name) {
	add(arena, words, name, FILLER);
}

void sw_name_words_add_all(struct sw_arena *arena, struct sw_name_words *words, struct sw_str name) {
	add(arena, words, name, "");
}

struct sw_str sw_word_meant(struct sw_str word) {
	static const char *const groups[] = {
		"web frontend front website site ui portal webserver spa", "api backend", "worker workers job jobs background batch consumer",
		"db database databases sql rdbms",                  "cache caching sessions session",
		"proxy gateway balancer ingress edge lb",           "queue broker bus messaging messages",
		"auth authentication login identity sso idp",       "search index",
		"monitoring metrics observability dashboards",      "mail email smtp",
	};
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (sw_listed(word, groups[i])) {
			struct sw_str rest = sw_str_of(groups[i]), first;
			return sw_str_split(&rest, ' ', &first) ? first : word;
		}
	return word;
}

/* ── Kinds ── */

static bool all_of(const struct sw_name_words *words, const char *list) {
	for (size_t i = 0; i < words->n; i++)
		if (!sw_listed(words->v[i], list) && !sw_listed(words->v[i], ANY_KIND))
			return false;
	return words->n > 0;
}

bool sw_name_is_kind(struct sw_arena *arena, struct sw_str name, bool external, enum sw_element_kind *kind) {
	static const struct {
		const char *words;
		enum sw_element_kind kind;
	} rows[] = {
		{"image images", SW_ELEMENT_IMAGE},          {"registry registries hub", SW_ELEMENT_REGISTRY},
		{"engine daemon runtime dockerd", SW_ELEMENT_ENGINE}, {"volume volumes", SW_ELEMENT_STORE},
		{"host kernel os machine", SW_ELEMENT_KERNEL}, {"build builds dockerfile dockerfiles", SW_ELEMENT_BUILD},
		{"container containers", SW_ELEMENT_WORKLOAD},
	};
	struct sw_name_words words = {0};
	sw_name_words_add_all(arena, &words, name);
	if (external && sw_name_words_any(&words, "admin admins administrator administrators operator operators developer developers ops devops sre")) {
		*kind = SW_ELEMENT_OPERATOR;
		return true;
	}
	if (external && sw_name_words_any(&words, "user users customer customers client clients browser browsers visitor visitors internet people person "
					     "consumer guest shopper buyer mobile")) {
		*kind = SW_ELEMENT_CLIENT;
		return true;
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sw_name_words_any(&words, rows[i].words) && all_of(&words, rows[i].words)) {
			*kind = rows[i].kind;
			return true;
		}
	return false;
}

bool sw_name_is_given(struct sw_arena *arena, struct sw_str name) {
	struct sw_name_words words = {0};
	sw_name_words_add_all(arena, &words, name);
	return sw_name_words_any(&words, GIVEN) && all_of(&words, GIVEN);
}

struct sw_str sw_boundary_plain(struct sw_arena *arena, struct sw_str name) {
	struct sw_name_words words = {0};
	struct sw_str plain = {0};
	add(arena, &words, name, BOUNDARY);
	for (size_t i = 0; i < words.n; i++)
		plain = sw_arena_join(arena, plain, words.v[i]);
	return plain.n ? plain : sw_name_plain(arena, name);
}

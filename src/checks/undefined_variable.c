#include "checks/about_steps.h"

enum { MOST_NAMES = 256, MOST_LENGTH = 32 }; /* names that are compared, and how long they may be */

/* How many letters have to be changed, added or left out to make `a` of `b`; more than `most` is told as most + 1. */
static unsigned distance(struct sw_str a, struct sw_str b, unsigned most) {
	unsigned row[MOST_LENGTH + 1];
	if (a.n > MOST_LENGTH || b.n > MOST_LENGTH || (a.n > b.n ? a.n - b.n : b.n - a.n) > most)
		return most + 1;
	for (unsigned k = 0; k <= b.n; k++)
		row[k] = k;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned corner = row[0];
		row[0] = i;
		for (unsigned k = 1; k <= b.n; k++) {
			unsigned above = row[k];
			unsigned best = corner + (sw_to_lower(a.p[i - 1]) != sw_to_lower(b.p[k - 1]));
			best = best < above + 1 ? best : above + 1;
			row[k] = best < row[k - 1] + 1 ? best : row[k - 1] + 1;
			corner = above;
		}
	}
	return row[b.n];
}

/* Whether `step` stands where its variables show in `at`: before it, in its stage or one it is built from; `global`: before
 * the first FROM. */
static bool shows(const struct sw_build *build, const struct sw_step *step, const struct sw_step *at, bool global) {
	if (step >= at || step->on_build || (step->kind != SW_STEP_ARG && step->kind != SW_STEP_ENV))
		return false;
	if (step->stage == UINT32_MAX || global)
		return global && step->stage == UINT32_MAX;
	return sw_stage_within(build, &build->stages.v[at->stage], step->stage) && (step->stage == at->stage || step->kind == SW_STEP_ENV);
}

/* The name that was probably meant: the nearest one that has a value there. Empty: none. */
static struct sw_str nearest(const struct sw_build *build, struct sw_str name, const struct sw_step *at, bool global) {
	struct sw_str found = {0};
	unsigned best = name.n > 5 ? 2 : name.n > 2 ? 1 : 0, seen = 0;
	for (const struct sw_step *step = build->steps.v; step < at && seen < MOST_NAMES; step++)
		for (uint32_t i = 0; shows(build, step, at, global) && i < step->pair_count && seen < MOST_NAMES; i++, seen++) {
			unsigned away = distance(name, step->pairs[i].name, best);
			if (away > best || (found.n && away == best))
				continue;
			found = step->pairs[i].name;
			best = away;
		}
	return found;
}

static bool set_by_builder(struct sw_str name) {
	return sw_listed(name, "TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT");
}

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_step *step, const struct sw_undefined *reference) {
	struct sw_str name = reference->name;
	bool from = step->kind == SW_STEP_FROM;
	struct sw_str meant = nearest(view->build, name, step, from);
	const char *but = meant.n ? "; did it mean " : "";
	const char *end = meant.n ? "?" : "";
	if (reference->breaks)
		sw_fail_variant(sink, "default", reference->at, "%.*s has no default, and without one there is no valid image name", SW_ARG(name));
	else if (from)
		sw_fail_variant(sink, "from", reference->at, "no ARG before the first FROM declares %.*s%s%.*s%s", SW_ARG(name), but, SW_ARG(meant), end);
	else if (sw_str_eq(nearest(view->build, name, step, true), name))
		sw_fail_variant(sink, "stage", reference->at, "%.*s is declared before the first FROM and not in this stage", SW_ARG(name));
	else if (set_by_builder(name))
		sw_fail_variant(sink, "stage", reference->at, "%.*s has a value only in stages that declare it", SW_ARG(name));
	else if (!reference->maybe)
		sw_fail_variant(sink, "stage", reference->at, "nothing gives %.*s a value%s%.*s%s", SW_ARG(name), but, SW_ARG(meant), end);
	else
		sw_unknown(sink, SW_MISSING_BASE_IMAGE, reference->at, "only the base image could give %.*s a value%s%.*s%s", SW_ARG(name), but,
			   SW_ARG(meant), end);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	enum { MOST_JUDGED = 128 };
	unsigned judged = 0;
	struct sw_step_walk walk = {view, sw_stages_built(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		/* What a trigger refers to is set where it runs. */
		for (size_t i = 0; !step->on_build && i < step->undefined.n && judged < MOST_JUDGED; i++, judged++)
			judge(view, sink, step, &step->undefined.v[i]);
		if (!step->undefined.n && step->kind == SW_STEP_FROM)
			sw_pass(sink, step->keyword, "every variable that is used has a value");
	}
	sw_not_applicable(sink, "no variable is used");
}

CHECK(undefined_variable) {
	.id = "undefined-variable", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {456},
	.refs = {"buildkit:UndefinedVar@stage", "buildkit:UndefinedArgInFrom@from", "buildkit:InvalidDefaultArgInFrom@default"},
	.title = "A variable is used that has no value there",
	.why = "The builder puts nothing in its place and says nothing: a path becomes a folder above the one that was meant, a version "
	       "becomes the newest, and a check compares with the empty text.",
	.fix = "Declare it where it is used, `ARG VERSION` again behind FROM, or give it a default: `ARG VERSION=1.2`.",
	.decide = decide,
	.examples = {
		{"other-side-of-from", "ARG VERSION=1\nFROM debian:12\nLABEL a=b \\\n      v=$VERSION\n", "Dockerfile:4"},
		{"in-from", "ARG VERSION=1\nFROM debian:${VERSIONS}\n", "Dockerfile:2"},
		{"no-default", "ARG BASE\nARG TAG\nFROM debian:$TAG AS a\nFROM $BASE\nCOPY --from=a /a /a\n", "Dockerfile:3 Dockerfile:4"},
		{"nothing-below", "FROM scratch\nENV APP_HOME=/a\nCOPY a ${APP_HONE}/a\nENV B=$APP_HOME/b\n", "Dockerfile:3"},
		{"of-the-builder", "FROM debian:12\nCOPY bin-$TARGETARCH /bin/a\n", "Dockerfile:2"},
		{"base-may-know", "FROM debian:12\nWORKDIR $APP_HOME/bin\n", ""},
		{"declared", "ARG VERSION=1\nFROM --platform=$BUILDPLATFORM debian:${VERSION} AS a\nARG VERSION TARGETARCH\nENV H=/h PATH=$PATH:/h\nFROM a\nCOPY a $H/${X:-b}\n", ""},
		{"default-in-place", "ARG BASE\nARG P\nFROM ${BASE:-debian:12}\nFROM debian${P}:12\n", ""},
	},
};

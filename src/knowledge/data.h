/* The tables that tools/gen_knowledge.py makes from data/: constant, sorted as said, known to this folder only. */
#pragma once
#include "knowledge/capabilities.h"
#include "knowledge/eol.h"
#include "knowledge/files.h"
#include "knowledge/images.h"
#include "knowledge/paths.h"
#include "knowledge/platform.h"
#include "knowledge/ports.h"

struct sw_path_row {
	const char *path;    /* '*' within parts */
	enum sw_path_tier tier, below;
	enum sw_path_tier above;  /* of what contains it; OTHER: says nothing */
	bool only_reading;        /* does not count when it can be written */
	enum sw_engine_kind engine;
	bool rootless;
	const char *what;
};
extern const struct sw_path_row sw_path_rows[];
extern const size_t sw_path_row_count;
extern const enum sw_severity sw_path_severities[SW_PATH_SOCKET + 1][2]; /* read-write, read-only */

extern const struct sw_port_fact sw_tcp_ports[], sw_udp_ports[]; /* by port */
extern const size_t sw_tcp_port_count, sw_udp_port_count;
struct sw_scheme_row {
	const char *scheme, *protocol;
};
extern const struct sw_scheme_row sw_scheme_rows[]; /* by scheme */
extern const size_t sw_scheme_row_count;

struct sw_official_row {
	const char *name; /* below docker.io/library/ */
	enum sw_official state;
	const char *instead; /* what to use in its place; NULL: the data does not say */
};
extern const struct sw_official_row sw_official_rows[]; /* by name */
extern const size_t sw_official_row_count;
struct sw_tags_row {
	const char *name;
	struct sw_str tags; /* " a b c ": each between two spaces */
};
extern const struct sw_tags_row sw_tags_rows[]; /* by name */
extern const size_t sw_tags_row_count;

extern const struct sw_image_fact sw_image_rows[];
extern const size_t sw_image_row_count;
struct sw_image_text {
	const char *image; /* last part of its name */
	const char *text;
};
extern const struct sw_image_text sw_writes_rows[], sw_asks_rows[];
extern const size_t sw_writes_row_count, sw_asks_row_count;
struct sw_user_row {
	const char *image;   /* complete name */
	const char *user, *becomes; /* becomes: NULL for none */
	const char *not_for; /* globs of tags, divided by spaces */
	bool any_tag;        /* holds for every tag, not only those still built */
};
extern const struct sw_user_row sw_user_rows[]; /* by image */
extern const size_t sw_user_row_count;

struct sw_eol_cycle {
	const char *release, *code; /* code: NULL for none */
	const char *label;          /* "10 (buster)" */
	const char *date;
};
struct sw_eol_product {
	const char *name;
	const struct sw_str *images; /* an empty one ends */
	const char *part;          /* word before a release inside other images' tags; NULL: it never stands there */
	const struct sw_eol_cycle *cycles; /* newest first */
	size_t cycle_count;
};
extern const struct sw_eol_product sw_eol_products[];
extern const size_t sw_eol_product_count;

extern const struct sw_secret_file sw_secret_files[];
extern const size_t sw_secret_file_count;
extern const char *const sw_harmless_ends[];  /* NULL ends */
struct sw_system_row {
	const char *path, *what;
};
extern const struct sw_system_row sw_system_rows[];
extern const size_t sw_system_row_count;
extern const char *const sw_own_folders[]; /* NULL ends */

struct sw_hadolint_row {
	const char *code, *level;
};
extern const struct sw_hadolint_row sw_hadolint_rows[]; /* by code */
extern const size_t sw_hadolint_row_count;

/* Look-alikes; NULL ends each. */
extern const char *const sw_known_hosts[], *const sw_real_hosts[], *const sw_family_names[], *const sw_own_names[];

struct sw_licence_row {
	const char *written; /* small letters */
	const char *id;
};
extern const struct sw_licence_row sw_licence_rows[], sw_licence_exceptions[]; /* by what is written */
extern const size_t sw_licence_row_count, sw_licence_exception_count;

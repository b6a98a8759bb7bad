/* A threat model at one time, as little of it as a comparison needs and with nothing that only one kind of source has:
 * made from a JSON report of ours or from a drawing. Rows and parts stand in the order of their source. Points into the
 * texts it was made from. */
#pragma once
#include "base/map.h"
#include "facts/drawing.h"
#include "formats/doc.h"

/* Something that was looked at for a row. */
struct sw_snapshot_evidence {
	bool weakness;            /* else a control */
	struct sw_str name;       /* check id, or fact */
	struct sw_str holds;      /* "true", "false", "null" */
	struct sw_str text;
	struct sw_str file;       /* where; empty: nowhere */
	uint32_t line;
};

/* What people decided about a row. */
struct sw_snapshot_decision {
	bool present, holds;
	struct sw_str kind, reason, owner, by, approved_by, until;
};

struct sw_snapshot_row {
	struct sw_str key;        /* deployment and id: what the row is in every snapshot */
	struct sw_str id, threat, title, deployment, on;
	struct sw_str state, priority;
	bool presumed;
	struct sw_str why, priority_why;
	struct sw_str definition; /* digest of the catalogue's row; empty: not known */
	struct sw_str formerly;   /* the id that the threat had in this source, where the catalogue has renamed it */
	SW_VEC(struct sw_snapshot_evidence) evidence;
	struct sw_snapshot_decision decision;
};

enum sw_part_kind { SW_PART_ELEMENT, SW_PART_FLOW, SW_PART_BOUNDARY };

struct sw_snapshot_field {
	struct sw_str name, value;
};

struct sw_snapshot_part {
	enum sw_part_kind kind;
	struct sw_str key;        /* kind, deployment and id */
	struct sw_str id, name, deployment;
	struct sw_str from, to;   /* flows: ids */
	SW_VEC(struct sw_snapshot_field) fields;
	struct sw_str file;       /* where; empty: nowhere */
	uint32_t line;
};

struct sw_snapshot {
	struct sw_str named;      /* by the person: a file, a folder, a revision */
	struct sw_str revision;   /* id of a commit; empty: none */
	bool drawing;
	struct sw_str version;    /* of the program that made it */
	struct sw_str date;       /* YYYY-MM-DD that it was judged as of; empty: none */
	struct sw_str catalogue;  /* digests; empty: not known */
	struct sw_str policy;
	SW_VEC(struct sw_snapshot_row) rows;
	SW_VEC(struct sw_snapshot_part) parts;
	SW_VEC(struct sw_str) findings; /* fingerprints */
	struct sw_map by_row, by_part; /* key → the struct */
};

/* From the document tree of a JSON report. False: it is none of ours. */
bool sw_snapshot_of_report(struct sw_arena *arena, const struct sw_node *root, struct sw_snapshot *snapshot);
/* From a drawing whose texts are in `sources`. */
void sw_snapshot_of_drawing(struct sw_arena *arena, const struct sw_drawing *drawing, struct sw_sources *sources, struct sw_snapshot *snapshot);

/* The part of that kind, or NULL. */
const struct sw_snapshot_part *sw_snapshot_part_of(const struct sw_snapshot *snapshot, struct sw_arena *arena, enum sw_part_kind kind,
						   struct sw_str deployment, struct sw_str id);

/* "element", "flow", "boundary". */
const char *sw_part_kind_name(enum sw_part_kind kind);

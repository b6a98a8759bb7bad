/* A threat model that somebody drew, whatever tool it was drawn with: diagrams of elements, flows and boundaries with
 * their places on paper, the threats on them and what people decided, and the words on the first page. The one type that
 * readers of drawn models fill and writers of them take; what a format has and this does not is kept in `extras`, so that
 * writing the same format gives it back. Claims, not evidence.
 *
 * All texts, and whatever the pointers lead to, belong to the arena that the reader was given. */
#pragma once
#include "facts/template.h"

enum sw_drawn_kind {
	SW_DRAWN_PROCESS, SW_DRAWN_EXTERNAL, SW_DRAWN_STORE,
	SW_DRAWN_BOX,   /* boundary as a box */
	SW_DRAWN_LINE,  /* boundary as a line or arc */
	SW_DRAWN_FLOW,
	SW_DRAWN_NOTE,  /* free text */
};

/* How a property's value is chosen. */
enum sw_property_kind {
	SW_PROPERTY_HEADER, /* title of the properties that follow; the first is the name of the element's type */
	SW_PROPERTY_TEXT, SW_PROPERTY_TRUTH, SW_PROPERTY_LIST,
	SW_PROPERTY_FIXED,  /* a list whose value the type fixes */
	SW_PROPERTY_CUSTOM, /* text that a person added; its label is its name */
};

/* Keys of properties that every template of the Threat Modeling Tool gives to elements and flows. */
#define SW_KEY_OUT_OF_SCOPE "71f3d9aa-b8ef-4e54-8126-607a1d903103"
#define SW_KEY_OUT_OF_SCOPE_REASON "752473b6-52d4-4776-9a24-202153f7d579"

struct sw_drawn_property {
	enum sw_property_kind kind;
	struct sw_str key;    /* that filters use; may be empty */
	struct sw_str label;  /* shown to people */
	struct sw_str value;  /* text, "true" or "false", or the chosen one of `values`, byte for byte */
	SW_VEC(struct sw_str) values; /* lists: what can be chosen */
	int32_t chosen;       /* lists: index into values; -1: none */
	struct sw_span at;
};

/* What a format has and this header does not: by a path in the format's own words. */
struct sw_drawn_extra {
	struct sw_str key, value;
};
typedef SW_VEC(struct sw_drawn_extra) sw_drawn_extras;

struct sw_drawn_point {
	double x, y;
};

struct sw_drawn {
	enum sw_drawn_kind kind;
	struct sw_str id;         /* unique in the model: a GUID without white space, or the format's own id */
	struct sw_str name;       /* may hold line breaks */
	struct sw_str type;       /* id of its stencil, or the format's word for what it is */
	struct sw_str generic;    /* id of its generic stencil; empty: none */
	struct sw_str description;
	SW_VEC(struct sw_drawn_property) properties;
	bool out_of_scope;
	struct sw_str out_of_scope_reason;
	/* elements and boxes: drawing units (pixels at zoom 1); placed: they were given */
	bool placed;
	double left, top, width, height;
	double stroke;            /* thickness of the outline */
	struct sw_str dashes;     /* of the outline, as written; `p` NULL: none */
	/* flows and lines */
	struct sw_drawn_point from_at, handle, to_at; /* the curve runs through the handle */
	SW_VEC(struct sw_drawn_point) bends;          /* all corners, of formats that have them; the middle one is the handle */
	int32_t from, to;         /* flows: elements of the same diagram; -1: not attached */
	struct sw_str from_port, to_port; /* side of the element: None, North, NorthEast … */
	bool both_ways;
	struct sw_str protocol;
	int32_t encrypted;        /* -1 not said, 0 no, 1 yes */
	int32_t inside;           /* box, or element, it is stated to stand in; -1: not stated (coordinates may tell) */
	double trust;             /* boxes: rating 0 to 100; below 0: none */
	SW_VEC(struct sw_str) assets;     /* ids of data: stored, processed or sent */
	SW_VEC(struct sw_str) tags;
	sw_drawn_extras extras;
	const void *origin;       /* the reader's own node, for a writer of the same format; NULL: made, not read */
	struct sw_span at;
};

struct sw_drawn_diagram {
	struct sw_str id, title, kind; /* kind: STRIDE, CIA …, of formats that say so */
	SW_VEC(struct sw_drawn) elements; /* all kinds, in the file's order: shapes and boxes before flows and lines in .tm7 */
	double zoom;
	sw_drawn_extras extras;
	const void *origin;
};

/* When a threat was changed that nobody has changed yet. */
#define SW_DRAWN_UNTOUCHED SW_S("0001-01-01T00:00:00")

/* The Threat Modeling Tool's states; other formats' words are mapped to them by their readers. */
enum sw_drawn_state { SW_DRAWN_NOT_STARTED, SW_DRAWN_NEEDS_INVESTIGATION, SW_DRAWN_NOT_APPLICABLE, SW_DRAWN_MITIGATED };

struct sw_drawn_threat {
	struct sw_str key;        /* unique: TypeId + source + flow + target as the tool joins them, or the format's id */
	uint32_t number;          /* the file's own; not what a report shows */
	struct sw_str type;       /* id of the type of threat; empty: written by hand */
	struct sw_str diagram;    /* id */
	struct sw_str on;         /* id of the flow, or of the element where the format allows it */
	struct sw_str source, target; /* ids of the flow's ends; empty on elements */
	struct sw_str title, category, short_text, description, justification, interaction, mitigations;
	struct sw_str priority;   /* word as shown */
	struct sw_str stride;     /* letters; empty: not known */
	SW_VEC(uint16_t) cwe;
	enum sw_drawn_state state;
	struct sw_str state_word; /* the format's own word, where it has others; else empty */
	struct sw_str changed_by, modified; /* empty, and SW_DRAWN_UNTOUCHED, while untouched */
	bool migrated, wide;
	bool stale;               /* its rule no longer generates it; kept for what people wrote */
	struct sw_str stale_why;
	SW_VEC(struct sw_str) controls;   /* ids of mitigations */
	struct sw_datum_value {
		struct sw_str key, value; /* key: name or GUID of the column, as in sw_threat_datum.name */
	} *data;                  /* custom columns and the raw standard ones, in the file's order */
	size_t data_count;
	sw_drawn_extras extras;
	const void *origin;
	struct sw_span at;
};

struct sw_drawn_note {
	uint32_t number;
	struct sw_str by, date, text;
};

/* What the tool itself complained about when it saved the drawing. */
struct sw_drawn_complaint {
	struct sw_str id, issue, message, source, source_id; /* issue: id of the kind of complaint */
	SW_VEC(struct sw_str) elements; /* ids */
	bool enabled;
};

/* Data of value. */
struct sw_drawn_asset {
	struct sw_str id, name, description;
	struct sw_str class;      /* public, internal, confidential, restricted, or the format's word */
	sw_drawn_extras extras;
	const void *origin;
};

/* A mitigation. */
struct sw_drawn_control {
	struct sw_str id, name, description, status;
	sw_drawn_extras extras;
	const void *origin;
};

struct sw_drawn_assumption {
	struct sw_str text, validity; /* validity: the format's word, or a statement that can be checked */
	struct sw_span at;
};

struct sw_drawing {
	const char *format;       /* tm7, threat-dragon, otm, threagile, tm-bom */
	struct sw_str id, name, owner, reviewer, contributors, description, assumptions, dependencies;
	struct sw_str version;    /* of the format, as written */
	SW_VEC(struct sw_drawn_diagram) diagrams;
	SW_VEC(struct sw_drawn_threat) threats; /* in the file's order, which is data */
	SW_VEC(struct sw_drawn_note) notes;
	SW_VEC(struct sw_drawn_complaint) complaints;
	SW_VEC(struct sw_drawn_asset) assets;
	SW_VEC(struct sw_drawn_control) controls;
	SW_VEC(struct sw_drawn_assumption) assumed;
	struct sw_template *template; /* NULL: the format has none */
	bool generation_off;      /* the file says that threats are not to be generated */
	sw_drawn_extras extras;
	const void *origin;       /* the reader's document */
};

const char *sw_drawn_kind_name(enum sw_drawn_kind kind);
/* Flows and boundary lines, which run from one point to another; all else covers an area. */
bool sw_drawn_is_line(const struct sw_drawn *drawn);
bool sw_drawn_is_touched(const struct sw_drawn_threat *threat);
/* "Not Started", "Needs Investigation", "Not Applicable", "Mitigation Implemented": as reports show them. */
const char *sw_drawn_state_title(enum sw_drawn_state state);
/* "AutoGenerated", "NeedsInvestigation", "NotApplicable", "Mitigated": as files hold them. */
const char *sw_drawn_state_code(enum sw_drawn_state state);
/* The property with that key, or NULL. */
struct sw_drawn_property *sw_drawn_property_of(const struct sw_drawn *drawn, struct sw_str key);

/* A template of the Microsoft Threat Modeling Tool: the types of elements that can be drawn, and the types of threats
 * with the filters that generate them. In a model file it is embedded ("KnowledgeBase"); a .tb7 file holds one alone; our
 * own container template and users' templates as text become the same. Filled by readers/models; read by models. */
#pragma once
#include "base/source.h"
#include "base/vec.h"

enum sw_stencil_shape {
	SW_STENCIL_INHERITED, /* as the parent type's */
	SW_STENCIL_ELLIPSE, SW_STENCIL_RECTANGLE, SW_STENCIL_PARALLEL_LINES, SW_STENCIL_LINE, SW_STENCIL_LINE_BOUNDARY,
	SW_STENCIL_BORDER_BOUNDARY, SW_STENCIL_ANNOTATION,
};

/* An attribute that elements of a type have: a list of values, of which the first is what an element starts with. */
struct sw_stencil_attribute {
	struct sw_str id;      /* of the attribute as a part of the template; empty in embedded form */
	struct sw_str name;    /* key that filters use: a word or a GUID */
	struct sw_str label;   /* shown to people */
	struct sw_str mode;    /* Dynamic: chosen for each element; Static: fixed by the type */
	struct sw_str type;    /* List */
	struct sw_str inheritance;
	bool inherited, overridden;
	bool overridden_said;  /* old templates do not say it */
	SW_VEC(struct sw_str) values;
};

/* What a flow may be attached to. */
struct sw_stencil_constraint {
	struct sw_str type, connection; /* a stencil's id, or Any */
};

/* A type of element, flow or boundary. */
struct sw_stencil {
	struct sw_str id;      /* GE.P, SE.P.TMCore.WebApp, or a GUID */
	struct sw_str name, description;
	struct sw_str parent;  /* id of the type that it is a kind of; ROOT at the top */
	enum sw_stencil_shape shape;
	bool generic;          /* stands among the generic elements */
	bool hidden;
	struct sw_str image;   /* base64; `p` NULL: none */
	struct sw_str image_location; /* "Centered on stencil" …; `p` NULL: none */
	struct sw_str dashes;  /* of the outline; `p` NULL: none */
	struct sw_str stroke;  /* thickness of the outline, as written; `p` NULL: not said */
	struct sw_str behavior, outline; /* of templates of old; `p` NULL: none */
	bool constrained;      /* `constraints` are said, if only that there are none */
	SW_VEC(struct sw_stencil_constraint) constraints;
	SW_VEC(struct sw_stencil_attribute) attributes;
	struct sw_span at;
};

struct sw_threat_category {
	struct sw_str id, name, short_text, long_text;
};

/* A column of the register, or a value that a type of threat presets for it. */
struct sw_threat_datum {
	struct sw_str id;      /* GUID of a custom column; empty: a standard one */
	struct sw_str name;    /* Title, UserThreatCategory, Priority, or the GUID */
	struct sw_str label;   /* shown to people */
	struct sw_str description;
	bool hidden;
	int attribute;         /* 0 text, 1 list, 2 text of several lines; -1: not said */
	SW_VEC(struct sw_str) values; /* one whose `p` is NULL is no value (nil) and not the empty text */
};

/* A type of threat: where the filter `include` holds and `exclude` does not, a flow has such a threat. */
struct sw_threat_type {
	struct sw_str id, category, title, description, related;
	struct sw_str include, exclude; /* filters as text; empty include: never; empty exclude: nothing is left out */
	struct sw_span include_at, exclude_at; /* for what is said about them */
	SW_VEC(struct sw_threat_datum) data; /* presets */
	/* What the tool's own templates have no words for. */
	struct sw_str stride;      /* letters; empty: derived from the category's name, else not known */
	SW_VEC(uint16_t) cwe;
	SW_VEC(struct sw_str) mitigations; /* all must be in place */
	struct sw_span at;
};

/* What a user's template says about one element, or about one type of threat everywhere, with a reason and a last day. */
enum sw_override_effect {
	SW_OVERRIDE_PRIORITY, /* gives a priority, and leaves the rest to the filters */
	SW_OVERRIDE_SILENCE,  /* takes away what the filters generate */
	SW_OVERRIDE_RAISE,    /* the threat is there whatever the filters say */
};

struct sw_threat_override {
	struct sw_str type;    /* id of the type of threat; empty: all */
	struct sw_str on;      /* id or name of a flow, or of an element at its end; empty: all */
	enum sw_override_effect effect;
	struct sw_str priority;/* instead of the type's; empty: as it is */
	struct sw_str reason;
	struct sw_str until;   /* YYYY-MM-DD, the last day; empty: no end */
	struct sw_span at;
};

struct sw_template {
	struct sw_str id, name, version, author; /* manifest */
	SW_VEC(struct sw_stencil) stencils;      /* generic ones, then standard ones, in the file's order */
	SW_VEC(struct sw_threat_category) categories;
	SW_VEC(struct sw_threat_type) types;     /* in the file's order, which is the order of generation */
	SW_VEC(struct sw_threat_datum) data;     /* columns of the register */
	SW_VEC(struct sw_threat_override) overrides;
	bool uses_priority, uses_status;
	const void *origin;    /* the reader's document; NULL: made */
};

/* The types that every template of the tool has: one a kind of drawn things, in the order of enum sw_drawn_kind. */
struct sw_generic_stencil {
	struct sw_str id, name;
	enum sw_stencil_shape shape;
};
extern const struct sw_generic_stencil sw_generic_stencils[];
void sw_template_add_generic(struct sw_arena *arena, struct sw_template *template);
/* The columns that every template has, of which the last offers these priorities. */
void sw_template_add_columns(struct sw_arena *arena, struct sw_template *template, const struct sw_str *priorities, size_t count);
/* What a column of that name is known by in templates of ours: always the same GUID. */
struct sw_str sw_column_id(struct sw_arena *arena, const char *name);

/* The stencil called `id`, or NULL. Linear. */
struct sw_stencil *sw_stencil_of(const struct sw_template *template, struct sw_str id);

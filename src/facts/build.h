/* A Dockerfile as facts: stages, steps, the images it uses. */
#pragma once
#include "base/vec.h"
#include "facts/field.h"
#include "facts/image.h"
#include "facts/step.h"
#include "facts/value.h"

struct sw_exposed { /* EXPOSE */
	uint16_t port_low, port_high; /* 0: the port is not known */
	struct sw_str protocol;       /* tcp, udp, sctp */
	struct sw_span at;
};

struct sw_path_at { /* a path and where it is written */
	struct sw_str path;
	bool known;
	struct sw_span at;
};

struct sw_stage {
	struct sw_str name;       /* AS name in lower case; empty: none */
	uint32_t index;           /* from 0 */
	int32_t parent;           /* stage it is built from; -1: an image */
	bool scratch;             /* FROM scratch */
	bool windows;             /* commands and paths of Windows */
	struct sw_image_use base; /* the image, when parent is -1 and not scratch; of a stage only `depends` */
	struct sw_span from;      /* the FROM instruction */
	uint32_t first_step, step_count; /* of its build's steps; the FROM is the first */
	struct sw_link said[SW_START_FIELD_COUNT]; /* what this stage itself says; absent ones stand at `from` */
	SW_VEC(struct sw_pair) env; /* ENV of this stage, later ones replace earlier ones of the same name */
	SW_VEC(struct sw_exposed) exposed;
	SW_VEC(struct sw_path_at) volumes;
	SW_VEC(struct sw_pair) labels;
	bool reached;             /* the final stage needs it: by FROM, COPY --from or a mount */
};

struct sw_refusal { /* why the builder does not build the file */
	const char *code;  /* of the diagnostic that it is elsewhere: "dockerfile-build-arguments" */
	struct sw_span at;
	struct sw_str why;
};

/* A Dockerfile that stands inside another file: dockerfile_inline of a compose file. */
struct sw_inner_dockerfile {
	struct sw_str path;  /* what the build is known by: compose.yaml#SERVICE */
	struct sw_span at;   /* its bytes; zero: none */
	uint32_t indent;     /* so many blanks at the start of each line are none of it */
	bool doubled;        /* $$ stands for one $ */
};

struct sw_build {
	struct sw_str path;       /* of the Dockerfile, from the top of the target */
	uint32_t source;
	bool inside;              /* it stands inside another file: an edit of it would have to keep that file's form */
	SW_VEC(struct sw_stage) stages;  /* at least one, else the file is no build */
	SW_VEC(struct sw_step) steps;
	SW_VEC(struct sw_image_use) uses; /* every image that is fetched, FROM included */
	SW_VEC(struct sw_refusal) refusals; /* in the order in which the builder would come upon them */
	struct sw_str ignore;     /* text of the .dockerignore beside it, or of its own; empty: none, or not known */
	enum sw_tri ignores_secrets; /* .dockerignore keeps .git and .env out: yes, no (none, or it does not), unknown */
};

/* The stage called `target` (name or number), or the last when it is empty; NULL when there is none. */
const struct sw_stage *sw_build_stage(const struct sw_build *build, struct sw_str target);
/* The stage that decides `field` for `stage`: itself or the nearest ancestor that states it; NULL: none does. */
const struct sw_stage *sw_stage_stating(const struct sw_build *build, const struct sw_stage *stage, enum sw_field field);
/* Whether `inner` is `stage` or one of its ancestors by FROM. */
bool sw_stage_within(const struct sw_build *build, const struct sw_stage *stage, uint32_t inner);
/* The stage that `name` means where only stages before `above` are seen: by its name, or by its number when `numbers`;
 * -1: none. */
int32_t sw_build_stage_above(const struct sw_build *build, struct sw_str name, size_t above, bool numbers);
/* The stage that a flag of a step of stage `above` takes files from: COPY --from, the from= of a mount; -1: none. */
int32_t sw_build_taken_from(const struct sw_build *build, const struct sw_flag *flag, size_t above);

/* What one reader found in one artifact: self-contained, in its own arena, made by one thread. The join imports fact
 * sets sorted by path. */
#pragma once
#include "base/diag.h"
#include "facts/image_facts.h"
#include "facts/secret.h"
#include "facts/settings.h"
#include "facts/suppression.h"
#include "facts/workload.h"

enum sw_artifact_kind { SW_ARTIFACT_UNKNOWN, SW_ARTIFACT_DOCKERFILE, SW_ARTIFACT_COMPOSE, SW_ARTIFACT_SETTINGS, SW_ARTIFACT_IMAGE,
			SW_ARTIFACT_TEXT /* any other file of the project, for the secrets in it */ };

/* A suppression or acceptance written in a comment. */
struct sw_comment {
	struct sw_span at;
	struct sw_str text; /* without the comment sign, trimmed */
	bool alone;         /* nothing but white space before it on its line */
	bool directive;     /* one of the parser directives at the top of a Dockerfile */
	bool inside;        /* between the continued lines of an instruction */
};

struct sw_factset {
	struct sw_arena arena;      /* owns everything below, source texts included */
	enum sw_artifact_kind kind;
	struct sw_str path;         /* of the artifact */
	struct sw_str folder;       /* name of the folder it stands in, for people; empty: not known */
	struct sw_sources sources;  /* base is set before reading; the artifact is the first; files it pulled in (.env, env_file) follow */
	struct sw_diags diags;
	struct sw_build *build;           /* DOCKERFILE */
	struct sw_deployment *deployment; /* COMPOSE */
	SW_VEC(struct sw_image) images;   /* IMAGE */
	struct sw_settings *settings;     /* what it says about content trust; NULL: nothing */
	SW_VEC(struct sw_secret_fact) secrets;
	struct sw_hidden_list hidden;     /* of all sources, sorted by span, without overlap; secrets need not be in it */
	SW_VEC(struct sw_comment) comments;
	SW_VEC(struct sw_suppression) suppressions; /* that comments hold, in order */
};

/* Suppressions: what a comment, or another tool's file, says shall not be told. They hide findings from lists and from the
 * gate on findings; verdicts and threats never hear of them. Filled by readers/suppressions; applied by policy. */
#pragma once
#include "base/source.h"

struct sw_suppression {
	struct sw_str tool;    /* whose rules it names, as in references: "hadolint"; "strideward": ids of checks */
	struct sw_str rule;    /* as references spell it; empty: all rules of the tool */
	struct sw_str except;  /* rules that stay when all go, between commas: ",a,b,"; empty: none */
	struct sw_span over;   /* findings that begin in it are hidden; source 0: in all files of `folder` */
	struct sw_str folder;  /* beginning of paths, with '/' at its end; empty: all */
	struct sw_str service; /* only findings of this service; empty: all */
	struct sw_str until;   /* last day it holds, YYYY-MM-DD; empty: no end */
	struct sw_span at;     /* where it is written */
	struct sw_str written; /* "hadolint ignore=DL3008" */
	struct sw_str reason;  /* as given; empty: none */
	bool in_comment;       /* else an entry of a file */
};

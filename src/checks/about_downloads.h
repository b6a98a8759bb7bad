/* What becomes of downloads: from the command that fetches a file to the one that unpacks, installs or runs it, and
 * whether anything compares a checksum or a signature in between. Followed through the RUN steps of each stage by the
 * names of files. */
#pragma once
#include "checks/about_fetch.h"

enum sw_download_use {
	SW_DOWNLOAD_UNUSED,
	SW_DOWNLOAD_PREPARED,  /* made executable, or put where programs are */
	SW_DOWNLOAD_UNPACKED,
	SW_DOWNLOAD_INSTALLED,
	SW_DOWNLOAD_RUN,       /* a file that was saved before */
	SW_DOWNLOAD_PIPED,     /* handed to an interpreter as it arrives */
};

struct sw_download {
	const struct sw_step *step;
	uint32_t index;              /* of the command in the step's script */
	struct sw_shell_word url;    /* text: of the variable where one is all of it */
	struct sw_str file;          /* path as written; empty: standard output, or not known */
	bool piped;
	int32_t carrier;             /* command that passes it on in its pipeline; -1: none */
	enum sw_download_use use;
	struct sw_str interpreter;   /* PIPED */
	bool verified;
};

SW_VEC_TYPE(sw_downloads, struct sw_download);

/* All downloads of the stages that are built, in order. */
void sw_downloads_follow(const struct sw_view *view, struct sw_downloads *downloads);
/* "unpacked", "run", …: how it is used. */
const char *sw_download_use_words(enum sw_download_use use);

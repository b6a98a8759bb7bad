/* What becomes of downloads: from the command that fetches a file to the one that unpacks, installs or runs it, and
 * whether anything compares a checksum or a signature in between, in a way that stops the build. */
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

/* What is fetched: the content, under whatever names it is kept. */
struct sw_download {
	const struct sw_step *step;  /* RUN, or the ADD of an address */
	uint32_t index;              /* of the command in the step's script */
	struct sw_shell_word url;    /* text: with what is known of its variables put in */
	struct sw_str file;          /* path as written at first; empty: standard output, or not known */
	bool piped;
	bool direct;                 /* the program that installs fetches it itself */
	const struct sw_step *carried_in; /* step whose command `carrier` passes it on in its pipeline; NULL: none */
	uint32_t carrier;
	enum sw_download_use use;
	bool maybe_used;             /* something is used that may be this */
	struct sw_str interpreter;   /* PIPED */
	bool verified;               /* before it was used */
	bool maybe_verified;         /* by a list or a name that nobody can tell */
	bool ignored;                /* something verified it, and its failure does not stop the build */
	const struct sw_step *guard; /* the check holds for what follows it in its && chain: in this step … */
	uint32_t guard_end;          /* … before this command */
	uint32_t proof;              /* of the guard, among the proofs */
};

SW_VEC_TYPE(sw_downloads, struct sw_download);

/* All downloads of the stages that are built, in order. */
void sw_downloads_follow(const struct sw_view *view, struct sw_downloads *downloads);
/* "unpacked", "run", …: how it is used. */
const char *sw_download_use_words(enum sw_download_use use);

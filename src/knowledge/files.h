/* File names that hold secrets by custom, and folders that belong to the system of an image. Rows stand in
 * data/sensitive_files.toml. */
#pragma once
#include "base/str.h"

struct sw_secret_file {
	const char *pattern; /* '*' within a part; one part matches the last part, more match the last parts */
	const char *what;    /* "SSH private key" */
	uint8_t parts;       /* of the pattern */
	char last;           /* its last character */
	bool folder;         /* a folder: all that is in it */
	bool maybe;          /* often harmless: a certificate as .pem, a template .env */
};

/* The row that a path fits (either side of COPY, a bind's source, a name in an ignore file), or NULL. "*.example",
 * "*.sample", "*.template", "*.dist" and public halves (".pub") are none. */
const struct sw_secret_file *sw_secret_file(struct sw_str path);

/* What the folder is when it belongs to an image's system ("/usr": "programs and libraries"), or NULL. The path itself
 * and what stands below it, except places that are made for own files (/usr/src, /usr/local, /opt, /srv …). */
const char *sw_system_folder(struct sw_str clean_absolute_path);

/* Commands that fetch over the network: which addresses, into which files. */
#pragma once
#include "checks/about_steps.h"

/* The parts of an address that people need; no part holds a login or a query. */
struct sw_url {
	struct sw_str scheme; /* as written; empty: none */
	struct sw_str host;   /* with its port */
	struct sw_str file;   /* last part of the path; empty: none */
	bool local;           /* the machine itself */
};

/* False when the text is no address: no scheme and no dot in what would be the host, or it starts with a variable. */
bool sw_url_read(struct sw_str text, struct sw_url *url);
/* "tool.tgz from dl.example.com", "get.example.com", "$url": what is fetched, for messages. */
struct sw_str sw_url_words(struct sw_arena *arena, struct sw_str text);
bool sw_url_is(const struct sw_url *url, const char *scheme);

enum sw_fetcher { SW_FETCHER_CURL, SW_FETCHER_WGET, SW_FETCHER_ARIA2 };

/* A walk over the addresses of one call of curl, wget or aria2c. */
struct sw_fetch {
	enum sw_fetcher fetcher;
	const struct sw_shell_command *cmd;
	const char *valued;
	struct sw_shell_args urls, outputs; /* both go through the arguments, side by side */
	struct sw_str folder;       /* that files are put into; empty: where the command runs */
	struct sw_str redirected;   /* file that standard output goes to; empty: none */
	struct sw_str document;     /* wget -O: the file that everything goes to; empty: none */
	bool remote_names;          /* every address is saved under its own name */
	bool to_output;             /* wget -O -: to standard output */
	bool unnamed;               /* the server chooses the name */
	bool checked;               /* the command itself compares a checksum */
};

/* What one address becomes. */
struct sw_fetched {
	struct sw_shell_word url;     /* text: of the variable where one is all of it */
	struct sw_shell_word written; /* the same with its variables */
	struct sw_str file;   /* path as written; empty: standard output, or not known */
	bool own_name;        /* the file is the last part of the address */
	bool piped;           /* standard output */
};

bool sw_fetch_read(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_fetch *fetch);
bool sw_fetch_next(struct sw_fetch *fetch, const struct sw_shell_script *script, uint32_t index, struct sw_fetched *fetched);
/* The part of an address that names what is saved. */
struct sw_str sw_fetch_path(const struct sw_fetch *fetch, struct sw_str url);
/* File that a command's standard output is redirected to; empty: none, or /dev/null and the like. */
struct sw_str sw_output_file(const struct sw_shell_command *cmd);

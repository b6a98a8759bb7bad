#include "checks/about_fetch.h"

static const char curl_valued[] =
	"AbcCdDeEFHKmoPQrtTuUwxXyYz --header --output --data --data-binary --data-raw --data-ascii --data-urlencode --user "
	"--user-agent --referer --cookie --cookie-jar --form --form-string --request --retry --retry-delay --retry-max-time "
	"--connect-timeout --max-time --proxy --cacert --capath --cert --cert-type --key --key-type --pass --url --output-dir "
	"--max-redirs --resolve --range --continue-at --write-out --upload-file --limit-rate --proto --proto-redir "
	"--proto-default --tls-max --ciphers --tls13-ciphers --interface --dns-servers --config --speed-limit --speed-time "
	"--netrc-file --noproxy --proxy-user --oauth2-bearer --pinnedpubkey --unix-socket --aws-sigv4 --keepalive-time "
	"--max-filesize --url-query --variable --json --expand-url --time-cond --dump-header --stderr --socks5 "
	"--socks5-hostname --preproxy --connect-to --ftp-port --quote --local-port --expect100-timeout --create-file-mode";
static const char wget_valued[] =
	"aABDeiIloOPQRtTUwX --output-document --directory-prefix --output-file --append-output --tries --timeout --header --user "
	"--password --http-user --http-password --user-agent --referer --post-data --post-file --input-file --base --execute "
	"--limit-rate --wait --waitretry --ca-certificate --ca-directory --certificate --private-key --reject --accept --level "
	"--domains --cut-dirs --method --body-data --body-file --secure-protocol --retry-on-http-error --dns-timeout "
	"--connect-timeout --read-timeout --quota --load-cookies --save-cookies --prefer-family --bind-address --max-redirect "
	"--default-page --include-directories --exclude-directories --accept-regex --reject-regex --ftp-user --ftp-password";
static const char aria2_valued[] =
	"odsxkjiTmt --out --dir --split --max-connection-per-server --min-split-size --max-concurrent-downloads --input-file "
	"--max-tries --timeout --header --checksum --user-agent --referer --log";

bool sw_url_is(const struct sw_url *url, const char *scheme) {
	return sw_str_is_nocase(url->scheme, scheme);
}

static bool is_local(struct sw_str host) {
	struct sw_str name = sw_str_sub(host, 0, sw_str_starts(host, SW_S("[")) ? SW_NPOS : sw_str_find_byte(host, ':'));
	return sw_listed_nocase(name, "localhost 0.0.0.0 host.docker.internal") || sw_str_starts(name, SW_S("127.")) ||
	       sw_str_starts(name, SW_S("[::1]"));
}

static size_t first_of(struct sw_str s, const char *set) {
	size_t i = 0;
	while (i < s.n && !strchr(set, s.p[i]))
		i++;
	return i;
}

/* "user:pass/word@host": a slash inside the password ends the authority too early, and what follows the colon is no port. */
static bool cuts_login(struct sw_str authority) {
	size_t colon = sw_str_rfind_byte(authority, ':');
	struct sw_str port = colon == SW_NPOS ? (struct sw_str){0} : sw_str_from(authority, colon + 1);
	bool number = true;
	for (size_t i = 0; i < port.n; i++)
		number = number && sw_is_digit(port.p[i]);
	return !number && !sw_str_starts(authority, SW_S("[")) && !sw_str_starts(port, SW_S("$"));
}

bool sw_url_read(struct sw_str text, struct sw_url *url) {
	*url = (struct sw_url){0};
	size_t colon = sw_str_find(text, SW_S("://"));
	struct sw_str rest = text;
	for (size_t i = 0; colon != SW_NPOS && i < colon; i++)
		if (!sw_is_alnum(text.p[i]) && text.p[i] != '+' && text.p[i] != '-' && text.p[i] != '.')
			return false;
	if (colon != SW_NPOS) {
		url->scheme = sw_str_sub(text, 0, colon);
		rest = sw_str_from(text, colon + 3);
	} else if (!rest.n || !sw_is_alnum(rest.p[0])) {
		return false;
	}
	struct sw_str authority = sw_str_sub(rest, 0, first_of(rest, "/?#"));
	struct sw_str path = sw_str_from(rest, authority.n);
	path = sw_str_sub(path, 0, first_of(path, "?#"));
	size_t at = sw_str_rfind_byte(authority, '@');
	url->host = at == SW_NPOS ? authority : sw_str_from(authority, at + 1);
	url->file = sw_str_basename(path);
	if (at == SW_NPOS && cuts_login(authority)) {
		url->host = sw_str_sub(authority, 0, sw_str_find_byte(authority, ':'));
		url->file = (struct sw_str){0};
	}
	url->local = is_local(url->host);
	return colon != SW_NPOS || sw_str_find_byte(url->host, '.') != SW_NPOS || url->local;
}

static bool is_balanced(struct sw_str text) {
	size_t open = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ')' && !open)
			return false;
		open += text.p[i] == '(';
		open -= text.p[i] == ')';
	}
	return !open;
}

struct sw_str sw_url_words(struct sw_arena *arena, struct sw_str text) {
	struct sw_url url;
	if (!sw_url_read(text, &url)) {
		struct sw_str last = sw_str_basename(sw_str_sub(text, 0, first_of(text, "?#")));
		bool plain = last.n && last.n < 80 && sw_str_find_byte(last, '=') == SW_NPOS && sw_str_find_byte(last, '@') == SW_NPOS;
		return plain ? last : SW_S("something");
	}
	/* A part with an '=' or much else may carry a token; of a substitution there may be only a part. */
	bool plain = url.file.n > 0 && url.file.n < 80 && sw_str_find_byte(url.file, '=') == SW_NPOS &&
		     is_balanced(url.file);
	if (!plain)
		return url.host;
	return sw_arena_printf(arena, "%.*s from %.*s", SW_ARG(url.file), SW_ARG(url.host));
}

struct sw_str sw_output_file(const struct sw_shell_command *cmd) {
	for (uint32_t i = cmd->redirect_count; i-- > 0;) {
		const struct sw_shell_redirect *redirect = &cmd->redirects[i];
		if ((redirect->kind == SW_REDIRECT_OUT || redirect->kind == SW_REDIRECT_APPEND) && (redirect->fd == -1 || redirect->fd == 1) &&
		    !sw_str_starts(redirect->word.text, SW_S("/dev/")))
			return redirect->word.text;
	}
	return (struct sw_str){0};
}

/* Goes once through all arguments for what holds for the whole call. */
static void read_options(struct sw_fetch *fetch) {
	struct sw_shell_args args = fetch->urls;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		if (arg.letter == 'P' || arg.letter == 'd' ? fetch->fetcher == (arg.letter == 'P' ? SW_FETCHER_WGET : SW_FETCHER_ARIA2)
							   : sw_listed(arg.name, "--output-dir --directory-prefix --dir"))
			fetch->folder = arg.value.text;
		fetch->remote_names |= sw_str_is(arg.name, "--remote-name-all");
		fetch->unnamed |= (fetch->fetcher == SW_FETCHER_CURL && arg.letter == 'J') ||
				  sw_listed(arg.name, "--remote-header-name --content-disposition --trust-server-names");
		fetch->checked |= sw_str_is(arg.name, "--checksum");
		if (fetch->fetcher == SW_FETCHER_WGET && (arg.letter == 'O' || sw_str_is(arg.name, "--output-document"))) {
			fetch->document = arg.value.text;
			fetch->to_output = sw_listed(arg.value.text, "- /dev/stdout");
		}
	}
}

bool sw_fetch_read(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_fetch *fetch) {
	static const struct {
		struct sw_str program;
		const char *valued;
		enum sw_fetcher fetcher;
	} fetchers[] = {{SW_SI("curl"), curl_valued, SW_FETCHER_CURL}, {SW_SI("wget"), wget_valued, SW_FETCHER_WGET},
			{SW_SI("wget2"), wget_valued, SW_FETCHER_WGET}, {SW_SI("aria2c"), aria2_valued, SW_FETCHER_ARIA2}};
	for (size_t i = 0; i < sizeof fetchers / sizeof *fetchers; i++) {
		if (!sw_str_eq(call->program, fetchers[i].program))
			continue;
		*fetch = (struct sw_fetch){.fetcher = fetchers[i].fetcher, .cmd = cmd, .valued = fetchers[i].valued};
		fetch->urls = fetch->outputs = sw_shell_args(cmd, call->first_arg, fetch->valued);
		fetch->redirected = sw_output_file(cmd);
		read_options(fetch);
		return true;
	}
	return false;
}

/* The next place that curl is told to write to; false when it is told no more. */
static bool next_output(struct sw_fetch *fetch, struct sw_str *file, bool *remote) {
	for (struct sw_shell_arg arg; sw_shell_next_arg(&fetch->outputs, &arg);) {
		*remote = arg.letter == 'O' || sw_str_is(arg.name, "--remote-name");
		if (*remote)
			return true;
		if (arg.letter == 'o' || sw_listed(arg.name, "--output --out")) {
			*file = arg.value.text;
			return true;
		}
	}
	return false;
}

struct sw_str sw_fetch_path(const struct sw_fetch *fetch, struct sw_str url) {
	return sw_str_sub(url, 0, first_of(url, fetch->fetcher == SW_FETCHER_CURL ? "?#" : "#"));
}

/* Saved under the last part of the address, unless the server chooses. */
static void name_remotely(const struct sw_fetch *fetch, struct sw_str url, struct sw_fetched *fetched) {
	fetched->own_name = !fetch->unnamed;
	fetched->file = fetch->unnamed ? (struct sw_str){0} : sw_str_basename(sw_fetch_path(fetch, url));
}

static void place_curl(struct sw_fetch *fetch, struct sw_str url, struct sw_fetched *fetched) {
	struct sw_str file = {0};
	bool remote = false, told = next_output(fetch, &file, &remote);
	if (remote || (!told && fetch->remote_names)) {
		name_remotely(fetch, url, fetched);
	} else if (told && !sw_str_is(file, "-") && !sw_str_is(file, "/dev/stdout")) {
		fetched->file = file;
	} else {
		fetched->file = fetch->redirected;
		fetched->piped = !fetch->redirected.n;
	}
}

static void place_wget(const struct sw_fetch *fetch, struct sw_str url, struct sw_fetched *fetched) {
	if (fetch->to_output) {
		fetched->file = fetch->redirected;
		fetched->piped = !fetch->redirected.n;
	} else if (fetch->document.n) {
		fetched->file = fetch->document;
	} else {
		name_remotely(fetch, url, fetched);
	}
}

bool sw_fetch_next(struct sw_fetch *fetch, const struct sw_shell_script *script, uint32_t index, struct sw_fetched *fetched) {
	for (struct sw_shell_arg arg; sw_shell_next_arg(&fetch->urls, &arg);) {
		if (arg.letter || (arg.name.n && !sw_str_is(arg.name, "--url")) || !arg.has_value)
			continue;
		*fetched = (struct sw_fetched){.url = arg.value, .written = arg.value};
		struct sw_str url = sw_word_value(script, index, &arg.value);
		fetched->url.text = url;
		if (fetch->fetcher == SW_FETCHER_WGET)
			place_wget(fetch, url, fetched);
		else
			place_curl(fetch, url, fetched);
		if (fetch->fetcher == SW_FETCHER_ARIA2 && fetched->piped) {
			fetched->piped = false;
			name_remotely(fetch, url, fetched);
		}
		return true;
	}
	return false;
}

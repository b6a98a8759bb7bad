/* What is hidden where text is shown: more than what is found. In each row what stands between OPEN and CLOSE must be
 * hidden, all else must stay. */
#include "secrets_rows.h"
#include <time.h>

static const char *const rows[] = {
	/* logins of curl and its like */
	"RUN curl -u admin:" OPEN "h7Gk2pQx" CLOSE " http://localhost/",
	"RUN curl -fsSLu 'admin:" OPEN "h7Gk 2pQx" CLOSE "' http://localhost/?a=1&b=2",
	"RUN curl \"http://h/?a=1&b=2\" -u admin:" OPEN "h7Gk2pQx" CLOSE,
	"RUN curl -uadmin:" OPEN "h7Gk2pQx" CLOSE " --user \"me:" OPEN "p" CLOSE "\" --proxy-user=me:" OPEN "p" CLOSE,
	"HEALTHCHECK CMD curl -u a:" OPEN "b'c;d'" CLOSE " x",
	"curl -u $USER:$PASS -u \"${USER}:${PASS}\" -u admin:$(cat /f) -u me",
	"curl -u " OPEN "Xk29dLq0PzRt81VnB:" CLOSE " http://localhost/",
	"skopeo copy --src-creds=" OPEN "me:h7Gk2pQx" CLOSE " a b",
	/* options */
	"wget --http-password=" OPEN "h7Gk,2pQx" CLOSE " --password " OPEN "p4$sword9" CLOSE,
	"RUN mysql -uroot -p" OPEN "h7Gk2pQx" CLOSE " db && mysqldump -p" OPEN "'h7Gk 2pQx'" CLOSE " db",
	"RUN /usr/bin/mysql -p" OPEN "h7Gk2pQx" CLOSE "; sort -pblank",
	"RUN mysql -p db -p$PASS -p\"${PASS}\" -p<password>",
	"mysqladmin -u root password " OPEN "h7Gk2pQx" CLOSE,
	"redis-cli -a " OPEN "h7Gk2pQx" CLOSE " ping",
	"PGPASSWORD=" OPEN "h7Gk2pQx" CLOSE " psql",
	"sshpass -p '" OPEN "h7Gk 2pQx" CLOSE "' ssh a && sshpass -p" OPEN "h7Gk2pQx" CLOSE " ssh a",
	"docker login -u me -p " OPEN "h7Gk2pQx" CLOSE " r && docker login --password " OPEN "h7Gk2pQx" CLOSE,
	"htpasswd -bc /etc/x admin " OPEN "h7Gk2pQx" CLOSE " && htpasswd -nbB admin '" OPEN "h7 Gk" CLOSE "'",
	"htpasswd -Bbn -C 10 admin " OPEN "h7Gk2pQx" CLOSE " > f",
	"openssl req -passin pass:" OPEN "h7Gk2pQx" CLOSE " -passout \"pass:" OPEN "h7 Gk" CLOSE "\" -passin file:/x",
	"useradd -p $(openssl passwd -1 " OPEN "h7Gk2pQx" CLOSE ") bob",
	"keytool -storepass " OPEN "h7Gk2pQx" CLOSE " -keypass " OPEN "h7Gk2pQx" CLOSE,
	"rabbitmqctl add_user bob " OPEN "h7Gk2pQx" CLOSE,
	"mc alias set m http://minio:9000 minio " OPEN "h7Gk2pQx" CLOSE,
	"RUN mysql \\\n    -uroot \\\n    -p" OPEN "h7Gk2pQx" CLOSE " \\\n    db",
	"sh -c \"mysql -p" OPEN "h7Gk2pQx" CLOSE "\"",
	/* what is piped into a program */
	"RUN echo 'root:" OPEN "h7G;k|2&p" CLOSE "' | chpasswd",
	"RUN echo root:" OPEN "h7Gk2pQx" CLOSE "|chpasswd && echo hello:world",
	"RUN printf 'root:" OPEN "a\\nbob:b" CLOSE "' | chpasswd",
	"RUN echo \"root:$PASS\" | chpasswd && echo a:b | cat",
	"RUN chpasswd <<EOF\nroot:" OPEN "h7Gk2pQx" CLOSE "\nbob:" OPEN "h7 Gk" CLOSE "\nEOF\nUSER a:b\n",
	"RUN chpasswd <<< \"root:" OPEN "h7Gk2pQx" CLOSE "\"",
	"RUN echo " OPEN "h7Gk2pQx" CLOSE " | docker login --password-stdin -u me",
	"RUN (echo " OPEN "a" CLOSE "; echo " OPEN "a" CLOSE ") | passwd root",
	"RUN echo " OPEN "h7Gk2pQx" CLOSE " | sudo -S apt-get update",
	"RUN php -r 'echo f();' | xargs dpkg-query -S",
	/* SQL and settings */
	"psql -c \"CREATE USER me WITH PASSWORD '" OPEN "h7Gk2pQx" CLOSE "';\"",
	"mysql -e \"GRANT ALL ON *.* TO 'x'@'%' IDENTIFIED BY '" OPEN "h7Gk2pQx" CLOSE "'\"",
	"mysql -e \"SET PASSWORD = PASSWORD('" OPEN "h7Gk2pQx" CLOSE "')\"",
	"sed -i 's/# requirepass " OPEN "foobared" CLOSE "/requirepass " OPEN "h7Gk2pQx" CLOSE "/' f",
	/* lists */
	"CMD [\"mysql\",\"--password\",\"" OPEN "h7Gk2pQx" CLOSE "\"]",
	"CMD [\"x\", \"--password=" OPEN "h7Gk2pQx" CLOSE "\", \"y\"]",
	"CMD [\"curl\", \"-u\", \"admin:" OPEN "h7Gk 2,pQx" CLOSE "\", \"http://x\"]",
	"CMD [\"sh\", \"-c\", \"curl -u \\\"me:" OPEN "h7 Gk" CLOSE "\\\" http://x\"]",
	"command:\n  - redis-server\n  - --requirepass\n  - " OPEN "h7Gk2pQx" CLOSE "\n  - --port\n  - 6379\n",
	"command: [redis-cli, -a, " OPEN "h7Gk2pQx" CLOSE ", ping]",
	"command: [redis-cli, -a, " OPEN "h7Gk2pQx" CLOSE "]",
	/* headers, bodies, addresses */
	"curl -H \"Authorization: Bearer " OPEN "h7Gk2pQx" CLOSE "\" -H 'Authorization: Basic " OPEN "aDdHazI=" CLOSE "' x",
	"curl -H \"Authorization: Bearer $TOKEN\" -H 'PRIVATE-TOKEN: " OPEN "h7Gk2pQx" CLOSE "' https://x/y",
	"headers: {\"Authorization\": \"Bearer " OPEN "h7Gk2pQx" CLOSE "\"}",
	"security:\n  authorization: enabled\n",
	"curl -d \"{\\\"user\\\":\\\"a\\\",\\\"password\\\":\\\"" OPEN "h7Gk2pQx" CLOSE "\\\"}\" http://x",
	"git clone https://a:" OPEN "secret" CLOSE "@example.com/y && git clone https://$U:$P@x/y && docker pull a:b@sha256:ab",
	"git clone https://" OPEN "Xk29dLq0PzRt81VnB" CLOSE "@git.corp/y",
	/* nothing of the sort */
	"RUN mkdir -p /var/lib/mysql && apt-get install -y mysql-client curl -u && chown -R mysql:mysql /x",
	"RUN apt-get install openssl which passwd sudo python3",
	"RUN --mount=type=secret,id=token cat /run/secrets/token",
	"ENV PASSWORD_FILE=/run/secrets/p DB_PASSWORD=$X PASSWORD=/run/secrets/p PASSWORD=<password>",
	"user: 1000:1000\nports: [\"80:80\"]\nlogin: -\n",
	"PASSWORD=***password*** curl -u a:***password***",
};

/* A row without its marks, and what it looks like with the hidden parts replaced by "#". */
static void read_row(const char *row, char *text, char *wanted) {
	bool hidden = false;
	for (; *row; row++) {
		if (*row == OPEN[0] || *row == CLOSE[0]) {
			hidden = *row == OPEN[0];
			if (hidden)
				*wanted++ = '#';
			continue;
		}
		*text++ = *row;
		if (!hidden)
			*wanted++ = *row;
	}
	*text = *wanted = 0;
}

static struct sw_str with_signs(struct sw_str text) {
	struct sw_secret_hits hits = {0};
	sw_secrets_hide(&arena, text, &hits);
	char *out = sw_arena_alloc(&arena, text.n + hits.n + 1);
	size_t at = 0, n = 0;
	for (size_t i = 0; i < hits.n; i++) {
		assert_true(hits.v[i].start >= at && hits.v[i].start < hits.v[i].end && hits.v[i].end <= text.n);
		memcpy(out + n, text.p + at, hits.v[i].start - at);
		n += hits.v[i].start - at;
		out[n++] = '#';
		at = hits.v[i].end;
	}
	memcpy(out + n, text.p + at, text.n - at);
	return sw_str(out, n + text.n - at);
}

static void what_may_be_a_password_is_hidden(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[512], wanted[512];
		assert_true(strlen(rows[i]) < sizeof text);
		read_row(rows[i], text, wanted);
		struct sw_str shown = with_signs(sw_str_of(text));
		if (!sw_str_is(shown, wanted))
			fail_msg("%s\n  became %.*s\n  wanted %s", text, SW_ARG(shown), wanted);
	}
}

/* Never issued, so no finding; but nobody who reads a report can tell. */
static void tokens_with_a_wrong_checksum_are_hidden(void **state) {
	(void)state;
	size_t from, to;
	struct sw_str text = expand("# push with gh" "p_~a36~ now", &from, &to);
	struct sw_secret_hits hits = {0};
	sw_secrets_find_assigned(&arena, text, &hits);
	assert_int_equal(hits.n, 0);
	assert_str(sw_secret_mask(&arena, text), "# push with ***github-token*** now");
	assert_str(sw_secret_mask_sentence(&arena, text), "# push with ***github-token*** now");
}

static void words_of_a_command_are_masked_together(void **state) {
	(void)state;
	struct sw_str words[] = {SW_S("curl"), SW_S("-u"), SW_S("a:h7\"Gk 2"), SW_S("--token"), SW_S("whale-hello-7"),
				 SW_S("sh -c 'mysql -ph7Gk2pQx'"), SW_S("--password=a\"b c"), SW_S("-X"), SW_S("a:b")};
	static const char *const masked[] = {"curl", "-u", "a:***password***", "--token", "***credential***",
					     "sh -c 'mysql -p***password***'", "--password=***password***", "-X", "a:b"};
	sw_secret_mask_words(&arena, words, COUNT(words));
	for (size_t i = 0; i < COUNT(words); i++)
		assert_str(words[i], masked[i]);
}

static void sentences_keep_their_words(void **state) {
	(void)state;
	static const struct { const char *text, *masked; } sentences[] = {
		{"Redis asks for no password: --requirepass is not set", NULL},
		{"ENV DB_PASSWORD holds a credential that everybody guesses", NULL},
		{"tool.tgz from me:h7Gk2pQx@host is fetched", NULL},
		{"the source is fetched from https://me:h7Gk2pQx@host/x", "the source is fetched from https://me:***url-password***@host/x"},
	};
	for (size_t i = 0; i < COUNT(sentences); i++) {
		struct sw_str text = sw_str_of(sentences[i].text), masked = sw_secret_mask_sentence(&arena, text);
		assert_str(masked, sentences[i].masked ? sentences[i].masked : sentences[i].text);
	}
}

/* Quotes and lists that never close, and the same anchor over and over, cost no more than their length. */
static void hiding_is_linear(void **state) {
	(void)state;
	static const char *const pieces[] = {"\"mysql -p\"", "curl -u '", "name: ", "token: ", "http://a:b", "echo a:b|chpasswd ", "-p\\\"",
					     "chpasswd <<A\n", "${", "$((", "PASSWORD=${A:-", "AKIA PASSWORD=hunter22\n", "htpasswd -b ("};
	enum { BYTES = 1 << 20 };
	for (size_t i = 0; i < COUNT(pieces); i++) {
		char *text = sw_arena_alloc(&arena, BYTES);
		size_t n = strlen(pieces[i]);
		for (size_t at = 0; at < BYTES; at++)
			text[at] = pieces[i][at % n];
		struct sw_secret_hits hits = {0};
		clock_t start = clock();
		sw_secrets_hide(&arena, sw_str(text, BYTES), &hits);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (seconds > 5)
			fail_msg("%s: %.1f seconds for a megabyte", pieces[i], seconds);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_be_a_password_is_hidden), cmocka_unit_test(tokens_with_a_wrong_checksum_are_hidden),
		cmocka_unit_test(words_of_a_command_are_masked_together), cmocka_unit_test(sentences_keep_their_words),
		cmocka_unit_test(hiding_is_linear),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

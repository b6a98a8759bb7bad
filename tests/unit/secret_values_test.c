/* How names and assigned values are judged, and how credentials are hidden. */
#include "secrets_rows.h"

static const struct { enum sw_secret_name class; const char *name; } names[] = {
	{2, "PASSWORD"}, {2, "DB_PASSWORD"}, {2, "MYSQL_ROOT_PASSWORD"}, {2, "dbPassword"}, {2, "db.password"},
	{2, "POSTGRES-PASSWORD"},
	{2, "PGPASSWORD"}, {2, "DB_PASS"}, {2, "PASSWD"}, {2, "DB_PWD"}, {2, "PASSWORD2"}, {2, "KEY_PASSPHRASE"},
	{2, "REDIS_REQUIREPASS"},
	{2, "SECRET"}, {2, "CLIENT_SECRET"}, {2, "SECRET_KEY_BASE"}, {2, "JWT_SECRET"}, {2, "API_KEY"}, {2, "apiKey"},
	{2, "X_APIKEY"}, {2, "GITHUB_TOKEN"},
	{2, "authToken"}, {2, "AWS_SECRET_ACCESS_KEY"}, {2, "PRIVATE_KEY"}, {2, "ENCRYPTION_KEY"}, {2, "APP_KEY"},
	{2, "CREDENTIALS"}, {2, "TOKEN_SECRET"},
	{2, "SCHEMA_REGISTRY_PASSWORD_ENCODER_SECRET"}, {2, "GITLAB_SECRETS_DB_KEY_BASE"}, {2, "HTTPServerPassword"},
	{2, "sa_password"}, {2, "dd-api-key"},
	{1, "KEY"}, {1, "SSL_KEY"}, {1, "SSL_CERT_KEY"}, {1, "REDIS_AUTH"}, {1, "NEO4J_AUTH"}, {1, "AUTH_SALT"},
	{1, "LICENSE_KEY"}, {1, "ERLANG_COOKIE"},
	{0, ""}, {0, "USER"}, {0, "AUTH_MODE"}, {0, "SSH_AUTH_SOCK"}, {0, "PASSWORD_FILE"},
	{0, "MYSQL_ROOT_PASSWORD_FILE"}, {0, "SECRET_PATH"}, {0, "tls_file_key_path"},
	{0, "AWS_ACCESS_KEY_ID"}, {0, "KEY_ID"}, {0, "PUBLIC_KEY"}, {0, "STRIPE_PUBLISHABLE_KEY"}, {0, "GPG_KEY"},
	{0, "GPG_KEYS"}, {0, "TOKEN_EXPIRY"},
	{0, "TOKEN_TTL"}, {0, "TOKEN_URL"}, {0, "OAUTH_TOKEN_ENDPOINT"}, {0, "TOKEN_TYPE"}, {0, "TOKEN_LENGTH"},
	{0, "TOKEN_COUNT"}, {0, "TOKEN_LIMIT"},
	{0, "MAX_TOKENS"}, {0, "PASSWORD_MIN_LENGTH"}, {0, "TOKEN_EXPIRES_IN"}, {0, "PASSWD_POLICY"}, {0, "KEYBOARD"},
	{0, "KEYBOARD_LAYOUT"}, {0, "MONKEY"}, {0, "AUTHOR"},
	{0, "AUTHORITY"}, {0, "TOKENIZER"}, {0, "TOKENIZERS_PARALLELISM"}, {0, "SECRET_NAME"},
	{0, "CREDENTIALS_SOURCE"}, {0, "PWD"}, {0, "OLDPWD"},
	{0, "MYSQL_ALLOW_EMPTY_PASSWORD"}, {0, "MYSQL_RANDOM_ROOT_PASSWORD"}, {0, "SE_VNC_NO_PASSWORD"},
	{0, "NOPASSWD"}, {0, "PASSENGER_VERSION"}, {0, "COMPASS"}, {0, "BYPASS"},
	{0, "PASS_THROUGH"}, {0, "DISABLE_PASSWORD_LOGIN"}, {0, "PASSWORD_RESET_URL"}, {0, "CACHE_KEY"},
	{0, "PRIMARY_KEY"}, {0, "KEY_CONVERTER"}, {0, "SECRETARY"},
	{0, "recv-keys"}, {0, "keyserver"}, {0, "CSRF_TOKEN"}, {0, "TOKEN_ADDRESS"},
};

static void names_are_read_by_words(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		if (sw_secret_name_class(sw_str_of(names[i].name)) != names[i].class)
			fail_msg("%s is not %d", names[i].name, names[i].class);
}

enum {
	NO = SW_SECRET_NONE,
	PL = SW_SECRET_PLACEHOLDER,
	WK = SW_SECRET_WEAK,
	LO = SW_SECRET_LOW,
	ME = SW_SECRET_MEDIUM,
	HI = SW_SECRET_HIGH,
};

static const struct { uint8_t confidence; const char *name, *value; } values[] = {
	{NO, "PASSWORD", ""}, {NO, "PASSWORD", "  "}, {NO, "PASSWORD", "\"\""}, {NO, "PASSWORD", "$DB_PASSWORD"},
	{NO, "PASSWORD", "${DB_PASSWORD}"}, {NO, "PASSWORD", "${P:?must be set}"},
	{NO, "PASSWORD", "${P:-}"}, {NO, "PASSWORD", "${P:+x}"}, {NO, "PASSWORD", "${P"},
	{NO, "PASSWORD", "${A:-${B}}"}, {NO, "PASSWORD", "$(cat /run/secrets/p)"}, {NO, "PASSWORD", "$$(cat /p)"},
	{NO, "PASSWORD", "`pwgen`"},
	{NO, "PASSWORD", "{{ .Values.password }}"}, {NO, "PASSWORD", "%PASSWORD%"}, {NO, "PASSWORD", "$$DB_PASSWORD"},
	{NO, "PASSWORD", "true"}, {NO, "PASSWORD", "'no'"}, {NO, "PASSWORD", "None"}, {NO, "PASSWORD", "12"},
	{NO, "PASSWORD", "/run/secrets/db_password"}, {NO, "PASSWORD", "./secret.txt"},
	{NO, "PASSWORD", "C:\\secrets\\p"}, {NO, "PASSWORD", "certs/server.key"}, {NO, "TLS_KEY", "certs/server.key"},
	{NO, "PASSWORD", "db_password.txt"},
	{NO, "TOKEN", "https://idp.corp/token"}, {NO, "TOKEN", "vault:secret/data/x#y"},
	{NO, "TOKEN", "arn:aws:secretsmanager:x"}, {NO, "TOKEN", "op://vault/item/field"},
	{NO, "TOKEN", "ENC[AES256,data:x]"}, {NO, "TOKEN", "30s"}, {NO, "TOKEN", "1h30m"}, {NO, "TOKEN", "64MB"},
	{NO, "TOKEN", "3600"}, {NO, "SECRET", "db.corp.internal"}, {NO, "SECRET", "10.0.0.1:5432"},
	{NO, "SECRET", "localhost:8080"}, {NO, "CREDENTIALS", "org.apache.kafka.Converter"},
	{NO, "PASSWORD", "ops@corp.com"}, {NO, "PASSWORD", "process.env.PASSWORD"},
	{NO, "PASSWORD_FILE", "/run/secrets/x"}, {NO, "PASSWORD_FILE", "Xk29dLq0PzRt81Vn"},
	{NO, "USER", "Xk29dLq0PzRt81Vn"}, {NO, "AUTH_MODE", "password"}, {NO, "KEY", "value"},
	{NO, "KEY", "changeme"}, {NO, "REGISTRY_AUTH", "htpasswd"}, {NO, "NACOS_IDENTITY_KEY", "serverIdentity"},
	{NO, "key", "A4A9406876FCBD3C456770C88C718D3B5072E1F5"},
	{PL, "PASSWORD", "<password>"}, {PL, "PASSWORD", "your-password"}, {PL, "PASSWORD", "xxxxxxxx"},
	{PL, "PASSWORD", "*****"}, {PL, "API_KEY", "<your key>"}, {PL, "API_KEY", "YOUR_API_KEY_HERE"},
	{PL, "TOKEN", "TODO"}, {PL, "TOKEN", "dummy"}, {PL, "PASSWORD", "example"},
	{PL, "DB_PASSWORD", "DB_PASSWORD"}, {PL, "SECRET", "__SECRET__"}, {PL, "PASSWORD", "replace-me"},
	{PL, "PASSWORD", "${P:-<unset>}"}, {PL, "PASSWORD", "placeholder"},
	{WK, "PASSWORD", "changeme"}, {WK, "PASSWORD", "change_me"}, {WK, "POSTGRES_PASSWORD", "postgres"},
	{WK, "PASSWORD", "password"}, {WK, "PASSWORD", "'toor'"}, {WK, "PASSWORD", "1234"},
	{WK, "PASSWORD", "P@ssw0rd"}, {WK, "PASSWORD", "Admin123"}, {WK, "PASSWORD", "${P:-postgres}"},
	{WK, "PASSWORD", "${A:-${B:-secret}}"},
	{WK, "ACME_DB_PASSWORD", "acme"}, {WK, "ACME_DB_PASSWORD", "acme-db-2024"}, {WK, "JWT_SECRET", "mysecret"},
	{WK, "PASSWORD", "aaaaaaaaaaaa"}, {WK, "ENCRYPTION_KEY", "0123456789abcdef0123456789abcdef"},
	{WK, "NEO4J_AUTH", "neo4j/neo4j"}, {WK, "REDIS_AUTH", "default:redis"}, {WK, "PASSWORD", "abc"},
	{LO, "SECRET_KEY", "crapi"}, {LO, "TOKEN", "whalehello"}, {LO, "PASSWORD", "correct horse battery staple"},
	{ME, "PASSWORD", "whalehello"}, {ME, "PASSWORD", "d0ck3r_Labs!"}, {ME, "PASSWORD", "pa$$word-Zeb"},
	{ME, "SECRET", "tr0ub4dor&3"}, {ME, "DATABASE_URL", "postgres://app:h7Gk2pQx@db/app"},
	{ME, "NEO4J_AUTH", "neo4j/whalehello"}, {ME, "KEY", "Xk29dLq0PzRt81VnB"},
	{HI, "PASSWORD", "Xk29dLq0PzRt81Vn"}, {HI, "API_TOKEN", "d4b7c7689b82981ff86c735a9f8f616b310491b0d334659a"},
	{HI, "API_TOKEN", "\"d4b7c7689b82981ff86c735a9f8f616b\""}, {HI, "API_TOKEN", "${T:-Xk29dLq0PzRt81Vn}"},
	{HI, "SECRET", "/Xk29dLq0PzRt+81VnQw="},
	{HI, "ANYTHING", "glpat-~u20~"}, {HI, "PUBLIC_KEY", "AKIA~316~"}, {HI, "PASSWORD", "glpat-~u20~"},
	{WK, "DATABASE_URL", "postgres://postgres:postgres@db/app"},
	{NO, "DATABASE_URL", "postgres://postgres:${P}@db/app"}, {NO, "DATABASE_URL", "postgres://db/app"},
};

static void values_are_judged(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		size_t from, to;
		struct sw_str value = expand(values[i].value, &from, &to);
		struct sw_secret_hit hit = {0};
		bool found = sw_secret_value(sw_str_of(values[i].name), value, &hit);
		if (found != (values[i].confidence != NO) || hit.confidence != values[i].confidence)
			fail_msg("%s=%.*s: %d instead of %d", values[i].name, SW_ARG(value), hit.confidence,
				 values[i].confidence);
		if (found)
			assert_true(hit.kind && hit.start < hit.end && hit.end <= value.n);
	}
}

static void the_secret_itself_is_located(void **state) {
	(void)state;
	static const struct { const char *name, *value, *secret, *kind; } rows[] = {
		{"PASSWORD", " \"${P:-h7Gk2pQx}\" ", "h7Gk2pQx", "password"},
		{"NEO4J_AUTH", "neo4j/h7Gk2pQx", "h7Gk2pQx", "password"},
		{"TOKEN", "'Xk29dLq0PzRt81Vn'", "Xk29dLq0PzRt81Vn", "credential"},
		{"URL", "amqp://a:h7Gk2pQx@mq", "h7Gk2pQx", "connection-string"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sw_secret_hit hit;
		assert_true(sw_secret_value(sw_str_of(rows[i].name), sw_str_of(rows[i].value), &hit));
		assert_str(sw_str_sub(sw_str_of(rows[i].value), hit.start, hit.end - hit.start), rows[i].secret);
		assert_string_equal(kind_id(&hit), rows[i].kind);
	}
}

static const struct { const char *text, *masked; } masks[] = {
	{"FROM alpine\nRUN true\n", "FROM alpine\nRUN true\n"},
	{"ENV DB_PASSWORD=h7Gk2pQx USER=me", "ENV DB_PASSWORD=***password*** USER=me"},
	{"ENV DB_PASSWORD h7Gk2pQx\n", "ENV DB_PASSWORD ***password***\n"},
	{"  MYSQL_ROOT_PASSWORD: \"h7Gk2pQx\" # x", "  MYSQL_ROOT_PASSWORD: \"***password***\" # x"},
	{"  MYSQL_ROOT_PASSWORD: h7Gk2pQx # x", "  MYSQL_ROOT_PASSWORD: ***password*** # x"},
	{"- name: API_TOKEN\n  value: whale-hello-7\n- name: X\n  value: y",
	 "- name: API_TOKEN\n  value: ***credential***\n- name: X\n  value: y"},
	{"{\"password\": \"h7Gk2pQx\", \"x\": 1}", "{\"password\": \"***password***\", \"x\": 1}"},
	{"docker run -e PGPASSWORD=h7Gk2pQx img", "docker run -e PGPASSWORD=***password*** img"},
	{"mysql --password=h7Gk2pQx --host=db", "mysql --password=***password*** --host=db"},
	{"tool --api-token whale-hello-7 go", "tool --api-token ***credential*** go"},
	{"tool --password --host db", "tool --password --host db"},
	{"PASSWORD=$X PASSWORD=<password>", "PASSWORD=$X PASSWORD=<password>"},
	{"git clone https://ci:h7Gk2pQx@git.corp/x", "git clone https://ci:***url-password***@git.corp/x"},
	{"PASSWORD=changeme", "PASSWORD=***password***"},
	{"echo 'a ALL=(ALL) NOPASSWD: ALL'", "echo 'a ALL=(ALL) NOPASSWD: ALL'"},
};

static void masks_cover_every_hit(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(masks); i++)
		assert_str(sw_secret_mask(&arena, sw_str_of(masks[i].text)), masks[i].masked);
	struct sw_str same = sw_str_of(masks[0].text);
	assert_ptr_equal(sw_secret_mask(&arena, same).p, same.p);
	size_t from, to;
	struct sw_str token = expand("A=glpat-~u20~;", &from, &to);
	assert_str(sw_secret_mask(&arena, token), "A=***gitlab-token***;");
}

static void fingerprints_are_stable(void **state) {
	(void)state;
	uint16_t password = 0;
	for (uint16_t i = 1; sw_secret_kind(i); i++)
		if (strcmp(sw_secret_kind(i)->id, "password") == 0)
			password = i;
	struct sw_str print = sw_secret_fingerprint(&arena, password, SW_S("hunter2"));
	assert_int_equal(print.n, 12);
	assert_str(print, "75e17c7f262a");
	assert_false(sw_str_eq(print, sw_secret_fingerprint(&arena, password, SW_S("hunter3"))));
	assert_false(sw_str_eq(print, sw_secret_fingerprint(&arena, (uint16_t)(password + 1), SW_S("hunter2"))));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read_by_words), cmocka_unit_test(values_are_judged),
		cmocka_unit_test(the_secret_itself_is_located), cmocka_unit_test(masks_cover_every_hit),
		cmocka_unit_test(fingerprints_are_stable),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

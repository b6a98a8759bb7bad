/* What sw_secrets_find recognises by shape, and what it leaves alone. */
#include "secrets_rows.h"

static struct sw_secret_hits find(struct sw_str text) {
	struct sw_secret_hits hits = {0};
	sw_secrets_find(&arena, text, &hits);
	return hits;
}

static const struct { const char *kind, *row; } tokens[] = {
	{"github-fine-grained-token", "github_pat_~a22~_~a59~"},
	{"gitlab-token", "glpat-~u20~"},
	{"gitlab-token", "glrt-~u20~"},
	{"gitlab-token", "gldt-~u20~"},
	{"gitlab-token", "GR1348941~u20~"},
	{"gitlab-token", "glcbt-64_~u20~"},
	{"gitlab-token", "glagent-~u50~"},
	{"bitbucket-token", "ATBB~a32~"},
	{"atlassian-token", "ATATT3xFfG~u180~=1A2B3C4D"},
	{"sourcegraph-token", "sgp_~h40~"},
	{"sourcegraph-token", "sgp_~h16~_~h40~"},
	{"pypi-token", "pypi-AgEIcHlwaS5vcmc~u150~"},
	{"rubygems-token", "rubygems_~h48~"},
	{"cargo-token", "cio~a32~"},
	{"nuget-key", "oy2~l43~"},
	{"clojars-token", "CLOJARS_~h60~"},
	{"artifactory-key", "AKCp~a69~"},
	{"docker-hub-token", "dckr_pat_~u27~"},
	{"docker-hub-token", "dckr_oat_~u32~"},
	{"aws-access-key-id", "AKIA~316~"},
	{"aws-access-key-id", "ASIA~316~"},
	{"aws-secret-access-key", "aws_secret_access_key = " OPEN "~b40~" CLOSE "\n"},
	{"aws-secret-access-key", "ENV AWS_SECRET_ACCESS_KEY " OPEN "~b40~" CLOSE "\n"},
	{"aws-secret-access-key", "\"SecretAccessKey\": \"" OPEN "~b40~" CLOSE "\""},
	{"aws-bedrock-key", "ABSKQmVkcm9ja0FQSUtleS~b110~="},
	{"gcp-api-key", "AIza~u35~"},
	{"gcp-oauth-secret", "GOCSPX-~u28~"},
	{"azure-storage-key", "AccountName=x;AccountKey=" OPEN "~b86~==" CLOSE ";EndpointSuffix=core.windows.net"},
	{"azure-sas-signature", "https://x.blob.core.windows.net/c?sv=2022&sig=" OPEN "~a43~%3D" CLOSE "&se=2030"},
	{"azure-client-secret", "aB28Q~~~a33~"},
	{"digitalocean-token", "dop_v1_~h64~"},
	{"alibaba-access-key-id", "LTAI~a20~"},
	{"cloudflare-origin-key", "v1.0-~h24~-~h146~"},
	{"heroku-key", "HRKU-AA~u58~"},
	{"vault-token", "hvs.~u96~"},
	{"vault-token", "s.~a24~"},
	{"terraform-token", "~a14~.atlasv1.~u64~"},
	{"pulumi-token", "pul-~h40~"},
	{"doppler-token", "dp.pt.~a43~"},
	{"tailscale-key", "tskey-auth-~a12~-~a32~"},
	{"octopus-key", "API-~U26~"},
	{"prefect-token", "pnu_~l36~"},
	{"databricks-token", "dapi~h32~"},
	{"databricks-token", "dapi~h32~-2"},
	{"planetscale-credential", "pscale_tkn_~a43~"},
	{"supabase-token", "sbp_~h40~"},
	{"grafana-cloud-token", "glc_eyJ~b120~"},
	{"sentry-token", "sntryu_~h64~"},
	{"newrelic-key", "NRAK-~U27~"},
	{"dynatrace-token", "dt0c01.~324~.~364~"},
	{"postman-key", "PMAK-~h24~-~h34~"},
	{"stripe-key", "sk_live_~a24~"},
	{"stripe-key", "rk_live_~a99~"},
	{"stripe-webhook-secret", "whsec_~b32~"},
	{"square-token", "sq0csp-~u43~"},
	{"shopify-token", "shpat_~h32~"},
	{"twilio-key", "SK~h32~"},
	{"sendgrid-key", "SG.~u22~.~u43~"},
	{"mailgun-key", "key-~h32~"},
	{"brevo-key", "xkeysib-~h64~-~a16~"},
	{"slack-token", "xoxb-~d12~-~d13~-~a24~"},
	{"slack-token", "xoxp-~d12~-~d12~-~d13~-~h32~"},
	{"slack-token", "xapp-1-A~U10~-~d13~-~h64~"},
	{"slack-webhook", "https://" OPEN "hooks.slack.com/services/T~U8~/B~U10~/~a24~" CLOSE " "},
	{"discord-webhook", "https://" OPEN "discord.com/api/webhooks/~d18~/~u68~" CLOSE "\n"},
	{"telegram-bot-token", "~d9~:AA~u33~"},
	{"telegram-bot-token", "https://api.telegram.org/bot" OPEN "~d9~:AA~u33~" CLOSE "/getMe"},
	{"linear-key", "lin_api_~a40~"},
	{"notion-token", "ntn_~d11~~a35~"},
	{"figma-token", "figd_~u40~"},
	{"airtable-token", "pat~a14~.~h64~"},
	{"openai-key", "sk-~a20~T3BlbkFJ~a20~"},
	{"openai-key", "sk-proj-~u74~T3BlbkFJ~u74~"},
	{"anthropic-key", "sk-ant-api03-~u93~AA"},
	{"huggingface-token", "hf_~A34~"},
	{"groq-key", "gsk_~a52~"},
	{"openrouter-key", "sk-or-v1-~h64~"},
	{"perplexity-key", "pplx-~a48~"},
	{"replicate-token", "r8_~a37~"},
	{"password-hash", "$2y$10$~a53~"},
	{"password-hash", "admin:" OPEN "$$apr1$$~a8~$$~a22~" CLOSE "\""},
	{"password-hash", "root:" OPEN "$6$~a16~$~a86~" CLOSE ":19000:0:"},
	{"http-bearer-token", "curl -H 'Authorization: Bearer " OPEN "~a40~" CLOSE "'"},
	{"npm-registry-credential", "//npm.corp/:_authToken=" OPEN "~h8~-~h4~-4~h3~-9~h3~-~h12~" CLOSE "\n"},
	{"netrc-password", "machine git.corp login ci password " OPEN "h7Gk2pQx" CLOSE "\n"},
	{"url-password", "RUN git clone https://ci:" OPEN "h7Gk2pQx" CLOSE "@git.corp/x.git"},
	{"connection-string", "redis://:" OPEN "h7Gk2pQx" CLOSE "@cache:6379/0"},
	{"connection-string", "mongodb+srv://app:" OPEN "h7Gk@2pQx" CLOSE "@c0.mongodb.net/db"},
	{"connection-string", "Server=db;User Id=sa;Password=" OPEN "h7Gk!2pQx" CLOSE ";Encrypt=no"},
	{"connection-string", "\"host=db user=app password=" OPEN "h7Gk2pQx" CLOSE " dbname=x\""},
	{"connection-string", "jdbc:mysql://db/x?user=a&password=" OPEN "h7Gk2pQx" CLOSE "&ssl=1"},
};

/* Each kind is found, with its ends, at the start of a text and inside one. */
static void tokens_are_found(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(tokens); i++) {
		size_t start, end;
		struct sw_str text = expand(tokens[i].row, &start, &end);
		for (int wrapped = 0; wrapped < 2; wrapped++) {
			if (wrapped)
				text = sw_arena_printf(&arena, "x: [\n \"a\\n%.*s\", b]", SW_ARG(text));
			struct sw_secret_hits hits = find(text);
			if (hits.n != 1)
				fail_msg("row %zu: %zu hits in %.*s", i, hits.n, SW_ARG(text));
			assert_string_equal(kind_id(&hits.v[0]), tokens[i].kind);
			size_t shift = wrapped ? strlen("x: [\n \"a\\n") : 0;
			if (hits.v[0].start != start + shift || hits.v[0].end != end + shift)
				fail_msg("row %zu: %u to %u in %.*s", i, hits.v[0].start, hits.v[0].end, SW_ARG(text));
			assert_true(hits.v[0].confidence >= SW_SECRET_LOW);
			assert_false(hits.v[0].checksum_verified);
		}
	}
}

static const char *const harmless[] = {
	"ghp_~a35~", "ghp_~a36~", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "npm_~a36~", "x~a9~AKIA~316~",
	"AKIA~316~X",
	"AKIAXXXXXXXXXXXXXXXX", "AKIAIOSFODNN7EXAMPLE",
	"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	"aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}", "AWS_SECRET_ACCESS_KEY", "glpat-xxxxxxxxxxxxxxxxxxxx",
	"hf_requiredCharacteristicTypesForDisplay", "hf_generatedByHomeAppForDebugging", "s.thisstringisalllowercase",
	"s.AcceptanceTimeoutSeconds",
	"xoxb-xxx", "xoxp-1234567890",
	"https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
	"key-value-store", "task-management", "disk-~a20~", "SKIPPED_TESTS", "oy2", "cio_write(buffer)",
	"-----BEGIN PRIVATE KEY-----\nanything\n-----END PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----\nMIIB~b200~",
	"-----BEGIN CERTIFICATE-----\nMIIB~b200~", "grep -q 'BEGIN RSA PRIVATE KEY-----' id_rsa",
	"-----BEGIN RSA PRIVATE KEY-----\n$KEY",
	"\"auth\": \"required\"", "\"auth\": \"~b40~\"", "eyJ~u30~.eyJ~u30~", "client-key-data: LS0tLS1CRUdJTi~b40~",
	"http://localhost:8080/@scope/pkg",
	"https://npm.example.com/@types/node", "git@github.com:a/b.git", "ssh://git@github.com/a/b",
	"docker://alpine:3.5@sha256:~h64~",
	"https://user@example.com/", "https://~h32~@sentry.io/1", "http://$USER:$PASS@host/",
	"http://${USER}:${PASS}@host/", "http://u:${P:?missing}@host/",
	"http://{user}:{password}@host/", "http://<user>:<password>@host/", "http://u:{{ password }}@h/",
	"https://user:password@example.com/x", "redis://:@cache:6379",
	"https://user:$(cat /run/secrets/p)@host/", "https://user:***@host/",
	"scheme://[user:passwd@]proxy.server:port", "Server=x;User Id=sa;Password=\xe2\x80\xa6\"",
	"cat <<EOF; password=hunter2", "if (x) password == y", "the login and password are sent",
	"?password=\" + p", "&password=$P", ";Password=h7Gk2pQx", "Authorization: Bearer $TOKEN",
	"Authorization: Basic ${AUTH}", "Authorization: Bearer your-token-goes-right-here",
	"//npm.example.com/:_authToken=${NPM_TOKEN}", "$1$ is the first argument", "echo $6$7", "v1.0-rc1",
	"pat.pattern", "AccountKey=<key>", "&sig=abc",
	"sha256:~h64~", "~h40~", "FROM node:20@sha256:~h64~", "integrity sha512-~b86~==", "",
};

static void harmless_text_is_left_alone(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(harmless); i++) {
		size_t start, end;
		struct sw_str text = expand(harmless[i], &start, &end);
		struct sw_secret_hits hits = find(text);
		if (hits.n)
			fail_msg("%s in %.*s", kind_id(&hits.v[0]), SW_ARG(text));
	}
}

static void references_are_no_passwords(void **state) {
	(void)state;
	struct sw_str text = SW_S("https://u:${P:-h7Gk2pQx}@host/ amqp://${U:-a}:${P:?set it}@h amqp://${U}:guest@mq");
	struct sw_secret_hits hits = find(text);
	assert_int_equal(hits.n, 2);
	assert_str(sw_str_sub(text, hits.v[0].start, hits.v[0].end - hits.v[0].start), "h7Gk2pQx");
	assert_str(sw_str_sub(text, hits.v[1].start, hits.v[1].end - hits.v[1].start), "guest");
	assert_int_equal(hits.v[0].confidence, SW_SECRET_MEDIUM);
	assert_int_equal(hits.v[1].confidence, SW_SECRET_WEAK);
}

static uint32_t crc32(struct sw_str s) {
	uint32_t crc = ~0u;
	for (size_t i = 0; i < s.n; i++) {
		crc ^= (unsigned char)s.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
	}
	return ~crc;
}

static struct sw_str number(uint32_t value, const char *alphabet, size_t digits) {
	char *out = sw_arena_alloc(&arena, digits + 1);
	for (size_t i = digits; i > 0; i--, value /= (uint32_t)strlen(alphabet))
		out[i - 1] = alphabet[value % strlen(alphabet)];
	return sw_str(out, digits);
}

#define BASE36 "0123456789abcdefghijklmnopqrstuvwxyz"
#define BASE62 "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static void assert_one(struct sw_str text, const char *kind, bool verified, uint8_t confidence) {
	struct sw_secret_hits hits = find(text);
	if (hits.n != 1)
		fail_msg("%zu hits in %.*s", hits.n, SW_ARG(text));
	assert_string_equal(kind_id(&hits.v[0]), kind);
	assert_int_equal(hits.v[0].checksum_verified, verified);
	assert_int_equal(hits.v[0].confidence, confidence);
}

/* `token` with its last character changed. */
static struct sw_str spoil(struct sw_str token) {
	struct sw_str copy = sw_arena_str(&arena, token);
	char *p = sw_arena_alloc(&arena, copy.n);
	memcpy(p, copy.p, copy.n);
	p[copy.n - 1] = p[copy.n - 1] == '0' ? '1' : '0';
	return sw_str(p, copy.n);
}

static void checksums_are_verified(void **state) {
	(void)state;
	size_t from, to;
	static const struct { const char *prefix, *kind; } crc62[] = {
		{"ghp_", "github-token"}, {"gho_", "github-token"}, {"ghu_", "github-token"}, {"ghs_", "github-token"},
		{"ghr_", "github-token"}, {"npm_", "npm-token"}};
	for (size_t i = 0; i < COUNT(crc62); i++) {
		struct sw_str body = expand("~a30~", &from, &to);
		struct sw_str sum = number(crc32(body), BASE62, 6);
		struct sw_str token = sw_arena_printf(&arena, "%s%.*s%.*s", crc62[i].prefix, SW_ARG(body), SW_ARG(sum));
		assert_one(token, crc62[i].kind, true, SW_SECRET_HIGH);
		assert_int_equal(find(spoil(token)).n, 0);
	}
	struct sw_str routable = expand("glpat-~u40~.01.0", &from, &to);
	routable = sw_arena_printf(&arena, "%.*sz", SW_ARG(routable));
	routable = sw_arena_join(&arena, routable, number(crc32(routable), BASE36, 7));
	assert_one(routable, "gitlab-token", true, SW_SECRET_HIGH);
	assert_one(spoil(routable), "gitlab-token", false, SW_SECRET_LOW);
	struct sw_str grafana = expand("glsa_~a32~", &from, &to);
	uint32_t crc = crc32(grafana);
	grafana = sw_arena_printf(&arena, "%.*s_%08x", SW_ARG(grafana), __builtin_bswap32(crc));
	assert_one(grafana, "grafana-token", true, SW_SECRET_HIGH);
	assert_int_equal(find(spoil(grafana)).n, 0);
}

static uint32_t bech32_step(uint32_t sum, uint32_t value) {
	static const uint32_t generator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;
	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		sum = top >> i & 1 ? sum ^ generator[i] : sum;
	return sum;
}

static void age_identity_is_verified(void **state) {
	(void)state;
	static const char digits[] = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", prefix[] = "age-secret-key-";
	uint32_t sum = 1, seed = 7;
	char token[sizeof "AGE-SECRET-KEY-1" + 58] = "AGE-SECRET-KEY-1";
	for (const char *p = prefix; *p; p++)
		sum = bech32_step(sum, (uint32_t)*p >> 5);
	sum = bech32_step(sum, 0);
	for (const char *p = prefix; *p; p++)
		sum = bech32_step(sum, (uint32_t)*p & 31);
	for (int i = 0; i < 52; i++) {
		uint32_t value = next_random(&seed) % 32;
		token[16 + i] = digits[value];
		sum = bech32_step(sum, value);
	}
	for (int i = 0; i < 6; i++)
		sum = bech32_step(sum, 0);
	sum ^= 1;
	for (int i = 0; i < 6; i++)
		token[68 + i] = digits[sum >> 5 * (5 - i) & 31];
	assert_one(sw_str_of(token), "age-secret-key", true, SW_SECRET_HIGH);
	assert_int_equal(find(spoil(sw_str_of(token))).n, 0);
}

static struct sw_str base64(struct sw_str s, bool url) {
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = sw_arena_alloc(&arena, s.n * 2 + 4);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			out[n++] = i + k > s.n ? '=' : digits[v >> 6 * (3 - k) & 63];
	}
	while (url && n && out[n - 1] == '=')
		n--;
	return sw_str(out, n);
}

static struct sw_str put(const char *before, struct sw_str s, const char *after) {
	return sw_arena_printf(&arena, "%s%.*s%s", before, SW_ARG(s), after);
}

static struct sw_str jwt(const char *payload) {
	size_t from, to;
	struct sw_str signature = expand("~u43~", &from, &to);
	struct sw_str head = base64(SW_S("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"), true);
	struct sw_str middle = base64(sw_str_of(payload), true);
	return sw_arena_printf(&arena, "%.*s.%.*s.%.*s", SW_ARG(head), SW_ARG(middle), SW_ARG(signature));
}

static void encodings_are_opened(void **state) {
	(void)state;
	assert_one(jwt("{\"iss\":\"corp\",\"sub\":\"deploy\"}"), "jwt", false, SW_SECRET_MEDIUM);
	assert_one(jwt("{\"iss\":\"supabase-demo\",\"role\":\"service_role\"}"), "jwt", false, SW_SECRET_WEAK);
	assert_one(jwt("{\"iss\":\"supabase\",\"role\":\"anon\"}"), "jwt", false, SW_SECRET_LOW);
	assert_int_equal(find(jwt("{\"sub\":\"1234567890\",\"name\":\"John Doe\",\"iat\":1516239022}")).n, 0);
	assert_int_equal(find(jwt("not json at all, really")).n, 0);
	struct sw_str login = base64(SW_S("ci:h7Gk2pQx"), false), weak = base64(SW_S("admin:changeme"), false);
	struct sw_str reference = base64(SW_S("user:${P}"), false);
	struct sw_str settings = put("{\"auths\":{\"r.corp\":{\"auth\": \"", login, "\"}}}");
	assert_one(settings, "docker-registry-login", false, SW_SECRET_HIGH);
	assert_one(put("{\"auth\":\"", weak, "\"}"), "docker-registry-login", false, SW_SECRET_WEAK);
	assert_one(put("Authorization: Basic ", login, "\r\n"), "http-login", false, SW_SECRET_HIGH);
	assert_int_equal(find(put("{\"auth\":\"", reference, "\"}")).n, 0);
}

static struct sw_str pem(const char *label, const char *head, const char *body, const char *line_end) {
	size_t from, to;
	struct sw_str first = expand(body, &from, &to), second = expand("~b64~", &from, &to);
	return sw_arena_printf(&arena, "-----BEGIN %s-----%s%s%.*s%s%.*s%s-----END %s-----", label, line_end, head,
			       SW_ARG(first), line_end, SW_ARG(second), line_end, label);
}

static void private_keys_are_found(void **state) {
	(void)state;
	static const struct { const char *label, *head, *body, *line_end, *kind; } rows[] = {
		{"RSA PRIVATE KEY", "", "MIIEpQ~b58~", "\n", "private-key"},
		{"PRIVATE KEY", "", "MIIEvQ~b58~", "\r\n", "private-key"},
		{"EC PRIVATE KEY", "", "MHcCAQ~b58~", "\\n", "private-key"},
		{"EC PRIVATE KEY", "", "MHcCAQ~b58~", "\\\\n", "private-key"},
		{"PRIVATE KEY", "", "MIIEvQ~b58~", "\n    ", "private-key"},
		{"RSA PRIVATE KEY", "", "MIIEpQ~b58~", "\\n\\\n", "private-key"},
		{"OPENSSH PRIVATE KEY", "", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU~b33~", "\n", "private-key"},
		{"OPENSSH PRIVATE KEY", "", "b3BlbnNzaC1rZXktdjEAAAAACmFlczI~b33~", "\n", "encrypted-private-key"},
		{"ENCRYPTED PRIVATE KEY", "", "MIIFHD~b58~", "\n", "encrypted-private-key"},
		{"RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n", "x~b58~", "\n",
		 "encrypted-private-key"},
		{"PGP PRIVATE KEY BLOCK", "Version: GnuPG v2\n\n", "lQWGBG~b58~", "\n", "private-key"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sw_str key = pem(rows[i].label, rows[i].head, rows[i].body, rows[i].line_end);
		struct sw_str text = sw_arena_printf(&arena, "key: \"%.*s\" # end", SW_ARG(key));
		struct sw_secret_hits hits = find(text);
		if (hits.n != 1)
			fail_msg("row %zu: %zu hits in %.*s", i, hits.n, SW_ARG(text));
		assert_string_equal(kind_id(&hits.v[0]), rows[i].kind);
		assert_int_equal(hits.v[0].start, 6);
		assert_int_equal(hits.v[0].end, 6 + key.n);
	}
	struct sw_str key = pem("PRIVATE KEY", "", "MIIEvQ~b58~", "\\n");
	struct sw_str account = put("{\"private_key_id\": \"ab\", \"private_key\": \"", key, "\"}");
	assert_one(account, "gcp-service-account-key", false, SW_SECRET_HIGH);
	assert_one(put("{\"private_key\": \"", key, "\"}"), "private-key", false, SW_SECRET_HIGH);
	struct sw_str twice = base64(pem("RSA PRIVATE KEY", "", "MIIEpQ~b58~", "\n"), false);
	assert_one(put("    client-key-data: ", twice, "\n"), "kubeconfig-client-key", false, SW_SECRET_HIGH);
	assert_one(put("  tls.key: ", twice, "\n"), "private-key", false, SW_SECRET_HIGH);
	struct sw_str public = base64(pem("PUBLIC KEY", "", "MIIEpQ~b58~", "\n"), false);
	assert_int_equal(find(put("client-key-data: ", public, "\n")).n, 0);
}

static void specific_kinds_win(void **state) {
	(void)state;
	size_t from, to;
	struct sw_str token = expand("glpat-~u20~", &from, &to);
	struct sw_str text = sw_arena_printf(&arena, "git clone https://oauth2:%.*s@gitlab.com/a/b", SW_ARG(token));
	assert_one(text, "gitlab-token", false, SW_SECRET_HIGH);
	text = sw_arena_printf(&arena, "%.*s %.*s", SW_ARG(text), SW_ARG(text));
	struct sw_secret_hits hits = find(text);
	assert_int_equal(hits.n, 2);
	assert_true(hits.v[0].end < hits.v[1].start);
}

static void kinds_are_complete(void **state) {
	(void)state;
	assert_null(sw_secret_kind(0));
	uint16_t n = 1;
	for (; sw_secret_kind(n); n++) {
		const struct sw_secret_kind *kind = sw_secret_kind(n);
		size_t length = strlen(kind->rotate);
		assert_true(length > 20 && kind->rotate[length - 1] == '.' && strlen(kind->title) > 2);
		for (const char *p = kind->id; *p; p++)
			assert_true(*p == '-' || sw_is_digit(*p) || (*p >= 'a' && *p <= 'z'));
	}
	assert_true(n > 60);
	assert_null(sw_secret_kind(UINT16_MAX));
}

/* Every cut of a text with many anchors: nothing may be read behind the end. */
static void cut_text_is_safe(void **state) {
	(void)state;
	size_t from, to;
	struct sw_str all = expand("https://u:pw~a9~@h -----BEGIN RSA PRIVATE KEY-----\\nMIIE~b60~ \"auth\": \"~b20~ "
				   "$$2y$$10$$~a53~ eyJ~u20~.eyJ~u20~.~u40~ aws_secret_access_key=~b40~ ;Password=x "
				   "password= ~d9~:AA~u33~ --token \\", &from, &to);
	for (size_t n = 0; n <= all.n; n++) {
		char *cut = malloc(n ? n : 1);
		assert_non_null(cut);
		memcpy(cut, all.p, n);
		sw_secret_mask(&arena, sw_str(cut, n));
		struct sw_secret_hit hit;
		sw_secret_value(SW_S("PASSWORD"), sw_str(cut, n), &hit);
		free(cut);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_found), cmocka_unit_test(harmless_text_is_left_alone),
		cmocka_unit_test(references_are_no_passwords), cmocka_unit_test(checksums_are_verified),
		cmocka_unit_test(age_identity_is_verified), cmocka_unit_test(encodings_are_opened),
		cmocka_unit_test(private_keys_are_found), cmocka_unit_test(specific_kinds_win),
		cmocka_unit_test(kinds_are_complete), cmocka_unit_test(cut_text_is_safe),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* root.json of a trust folder (TUF as Notary 1 writes it): until when the certificates of its root keys are valid. Nothing
 * is verified here. */
#include "formats/json.h"
#include "readers/settings/parts.h"
#include <openssl/pem.h>
#include <openssl/x509.h>

enum { LONGEST_KEY = 1 << 16, MOST_KEYS = 64 };

/* The day a certificate ends, from the first one in `pem`; false when there is none. No arena is used meanwhile. */
static bool last_day(const unsigned char *pem, int length, char day[11]) {
	struct tm end = {0};
	BIO *bio = BIO_new_mem_buf(pem, length);
	X509 *certificate = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	bool found = certificate && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1 && strftime(day, 11, "%Y-%m-%d", &end) == 10;
	X509_free(certificate);
	BIO_free(bio);
	return found;
}

/* The public half of a key is base64 of a PEM text. */
static struct sw_str key_until(struct settings_reader *reader, struct sw_str encoded) {
	char day[11];
	if (encoded.n == 0 || encoded.n > LONGEST_KEY || encoded.n % 4)
		return (struct sw_str){0};
	unsigned char *pem = sw_arena_alloc(reader->arena, encoded.n / 4 * 3 + 1);
	int length = EVP_DecodeBlock(pem, (const unsigned char *)encoded.p, (int)encoded.n);
	return length > 0 && last_day(pem, length, day) ? sw_arena_str(reader->arena, sw_str(day, 10)) : (struct sw_str){0};
}

/* "…/tuf/host/path/metadata/root.json" names the repository. */
static struct sw_str gun_of(struct sw_str path) {
	size_t from = sw_str_find(path, SW_S("trust/tuf/")), end = sw_str_rfind_byte(path, '/');
	struct sw_str gun = sw_str_sub(path, from + 10, end - from - 10);
	return sw_str_ends(gun, SW_S("/metadata")) ? sw_str_sub(gun, 0, gun.n - 9) : (struct sw_str){0};
}

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

void settings_root(struct settings_reader *reader, struct sw_str path) {
	struct sw_diags own = {.arena = reader->arena};
	const struct sw_node *file = sw_json_read_one(reader->arena, reader->source, reader->text, SW_DIALECT_STRICT, &own);
	const struct sw_node *body = get(file, "signed"), *keys = get(body, "keys"), *expires = get(body, "expires");
	const struct sw_node *ids = get(get(get(body, "roles"), "root"), "keyids");
	struct sw_trust_root root = {.gun = gun_of(path)};
	if (!body)
		return;
	root.at = expires ? expires->span : body->span;
	if (sw_node_is(expires, SW_NODE_STRING) && expires->text.n >= 10)
		root.expires = sw_str_sub(expires->text, 0, 10);
	for (uint32_t i = 0; sw_node_is(ids, SW_NODE_LIST) && i < ids->count && i < MOST_KEYS; i++) {
		const struct sw_member *key = sw_doc_member(keys, ids->items[i]->text, SW_DIALECT_STRICT);
		const struct sw_node *public = key ? get(get(key->value, "keyval"), "public") : NULL;
		struct sw_str until = sw_node_is(public, SW_NODE_STRING) ? key_until(reader, public->text) : (struct sw_str){0};
		if (until.n && sw_str_cmp(until, root.until) > 0)
			root.until = until;
	}
	*sw_push(reader->arena, &reader->out->roots) = root;
}

/* Checks that shapes name in data/secrets.toml, and the arithmetic they share. Private to this folder. */
#pragma once
#include "secrets/shape.h"

/* checksum.c: the value carries its own proof. */
enum sw_check_result sw_check_crc32_base62(struct sw_candidate *c); /* last six characters, over the body before them */
enum sw_check_result sw_check_crc32_base36(struct sw_candidate *c); /* last seven, over everything before them */
enum sw_check_result sw_check_grafana(struct sw_candidate *c);      /* last eight, hex, low byte first */
enum sw_check_result sw_check_matrix(struct sw_candidate *c);       /* last six, over everything before the "_" there */
enum sw_check_result sw_check_bech32(struct sw_candidate *c);       /* BIP 173; the anchor is the prefix and the "1" */
enum sw_check_result sw_check_base58(struct sw_candidate *c);       /* as wallets write keys; in tokens.c */

/* structure.c: the value has the inner form that its kind demands. */
enum sw_check_result sw_check_mixed(struct sw_candidate *c);        /* upper case, lower case and digits */
enum sw_check_result sw_check_mixed_case(struct sw_candidate *c);   /* changes case as random letters do */
enum sw_check_result sw_check_digits(struct sw_candidate *c);       /* letters and at least three digits */
enum sw_check_result sw_check_random(struct sw_candidate *c);       /* no words */
enum sw_check_result sw_check_jwt(struct sw_candidate *c);
enum sw_check_result sw_check_base64_login(struct sw_candidate *c); /* user:password */
enum sw_check_result sw_check_azure_signature(struct sw_candidate *c);
enum sw_check_result sw_check_azure_client(struct sw_candidate *c);
enum sw_check_result sw_check_telegram(struct sw_candidate *c);

/* tokens.c: single kinds. */
enum sw_check_result sw_check_long_before(struct sw_candidate *c);
enum sw_check_result sw_check_uuid(struct sw_candidate *c);
enum sw_check_result sw_check_tunnel(struct sw_candidate *c);
enum sw_check_result sw_check_grafana_key(struct sw_candidate *c);
enum sw_check_result sw_check_discord(struct sw_candidate *c);
enum sw_check_result sw_check_jwk(struct sw_candidate *c);
enum sw_check_result sw_check_quoted(struct sw_candidate *c);
enum sw_check_result sw_check_salt(struct sw_candidate *c);

/* pem.c: private keys. */
enum sw_check_result sw_check_pem(struct sw_candidate *c);
enum sw_check_result sw_check_base64_pem(struct sw_candidate *c);
enum sw_check_result sw_check_service_account(struct sw_candidate *c);

/* login.c: what stands behind the anchor is judged as a password. */
enum sw_check_result sw_check_url(struct sw_candidate *c);
enum sw_check_result sw_check_connection_pairs(struct sw_candidate *c);
enum sw_check_result sw_check_netrc(struct sw_candidate *c);
enum sw_check_result sw_check_literal(struct sw_candidate *c);

/* Splits the userinfo of the URL whose authority starts at `from`: where its colon and its @ stand, or SW_NPOS. False
 * when it holds no password. */
bool sw_userinfo(struct sw_str text, size_t from, size_t *colon, size_t *at_sign);

static inline bool sw_one_of(const char *set, char c) {
	return c && strchr(set, c);
}

/* IEEE CRC-32, as in zip files. */
uint32_t sw_crc32(struct sw_str bytes);
/* Shannon entropy of the bytes, in hundredths of a bit a character. */
unsigned sw_entropy(struct sw_str s);
/* Decodes base64 of either alphabet up to the first other character or until `out` is full; returns the bytes. */
size_t sw_base64_decode(struct sw_str s, char *out, size_t room);
/* Whether a generated value is obviously none: a run or sequence, or a word such as EXAMPLE in it. */
bool sw_is_sample(struct sw_str s);
/* Whether the value looks like the output of a generator: long, of one of the usual alphabets, without structure. */
bool sw_is_random(struct sw_str s);

/* Names of images as Docker reads them (the reference grammar of the distribution project, with the engine's own
 * normalisation): "redis:7" and "index.docker.io/library/redis:7" are the same image. Called by every reader that meets
 * an image's name, so that all that follows compares complete names only. */
#pragma once
#include "base/arena.h"
#include "facts/image.h"

/* Reads `written`. With `known` the whole text counts: `valid` says whether the grammar is kept, and an invalid
 * reference has no parts. Without `known`, variables ("$X", "${X:-y}") are left in it: the parts that no value of them
 * can change are filled ("node:$V" is docker.io/library/node, "ghcr.io/$X" is on ghcr.io), the others stay empty, and
 * `valid` is false only when the certain parts already break the grammar. A part that holds a variable is taken to stay
 * that part: a tag's variable is not expected to bring a '/'.
 * `written` must live as long as the result, which points into it and into the arena. */
struct sw_image_ref sw_image_ref_parse(struct sw_arena *arena, struct sw_str written, bool known);

/* The shortest form that means the same, as the engine prints it: "redis:7", "ghcr.io/x/y:1", with the digest where there
 * is one; as written when the name is not certain. What the engine would shorten to something that reads differently
 * ("docker.io/a.b/c") keeps its host. */
struct sw_str sw_image_ref_name(struct sw_arena *arena, const struct sw_image_ref *ref);

/* The familiar name alone, without tag and digest: "redis". Points into `name`, which is complete and normalised. */
struct sw_str sw_image_familiar(struct sw_str name);

/* Whether the part before the first '/' of a name is a host: it has a '.' or ':', is localhost, or has an upper-case
 * letter, which no repository may have. */
bool sw_image_is_host(struct sw_str first);

/* The last part of the repository: "postgres" of docker.io/bitnami/postgres. Empty when the name is not certain. */
struct sw_str sw_image_ref_last(const struct sw_image_ref *ref);

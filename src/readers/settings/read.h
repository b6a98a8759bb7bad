/* Reads files of a repository for what they say about Docker's content trust: CI files, scripts, profiles, .env and the
 * root metadata of a local trust folder. Called by the run, once a file; a file that does not name content trust gives
 * nothing. */
#pragma once
#include "facts/factset.h"
#include "facts/settings.h"

/* Whether a file may be one, by its path alone ("app/.github/workflows/ci.yml"); *kind says what it is. */
bool sw_settings_sniff(struct sw_str path, enum sw_settings_file *kind);

/* Fills set->settings from `text`, which must live as long as the set; `set` as for the other readers. It stays NULL when
 * the text says nothing about content trust. `path` is what `kind` was told from. */
void sw_settings_read(struct sw_factset *set, enum sw_settings_file kind, struct sw_str path, struct sw_str text);

/* The same from what set->build or set->deployment says: variables of the image and the containers, commands of RUN. */
void sw_settings_of_facts(struct sw_factset *set);

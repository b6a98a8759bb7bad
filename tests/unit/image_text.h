/* An image written as lines, for examples of checks and for tests. Its layers become archives, which the real readers read.
 *
 *     name app:1                      a name that it has
 *     config {"User": "app"}          `config` of its configuration
 *     created 2026-01-01T00:00:00Z    when it was made; that is the default, too
 *     history ENV A=b                 an entry of its history that made no layer
 *     layer RUN apt-get install sudo  a layer, with the entry of the history that made it
 *     4755 0:0 usr/bin/sudo           a file of the layer: mode, user:group, path
 *     0644 0:0 etc/passwd
 *     <tab>root:x:0:0::/root:/bin/sh  a line of that file
 *     0777 0:0 srv/                   a folder
 *     0777 0:0 bin -> usr/bin         a symbolic link; with =>, a hard link
 *     0644 0:0 a/b of 1000            a file of so many zeros
 *     0666 0:0 dev/null c 1:3         a device; b for one of blocks
 *     0755 0:0 usr/bin/ping + net_raw a file with a capability: its number, or net_raw, net_admin, sys_admin, setuid
 *     gone etc/x                      what lower layers have at the path is removed
 *     opaque srv                      what lower layers have in the folder is removed
 *     missing                         the layer's bytes are not there
 *     changed                         the layer has other bytes than the configuration says
 *     broken                          the layer's bytes break off
 *     secrets off                     secrets are not looked for */
#pragma once
#include "facts/factset.h"

/* Reads it into the set, whose path is set and whose arena has a catch point. */
void unit_image_read(struct sw_factset *set, struct sw_str text);

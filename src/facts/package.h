/* Packages: what is installed, as databases and metadata files say it. */
#pragma once
#include "base/str.h"
#include "base/vec.h"

/* Where a package comes from and how its versions are written: X(member, name, type of its package URL). */
#define SW_PACKAGE_TYPES(X)                                                                                                       \
	X(DEB, "deb", "deb")                                                                                                      \
	X(APK, "apk", "apk")                                                                                                      \
	X(RPM, "rpm", "rpm")                                                                                                      \
	X(OPKG, "opkg", "opkg")                                                                                                   \
	X(ALPM, "alpm", "alpm")                                                                                                   \
	X(PORTAGE, "portage", "ebuild")                                                                                           \
	X(COS, "cos", "cos")                                                                                                      \
	X(FLATPAK, "flatpak", "flatpak")                                                                                          \
	X(SNAP, "snap", "snap")                                                                                                   \
	X(HOMEBREW, "homebrew", "brew")                                                                                           \
	X(CHOCOLATEY, "chocolatey", "chocolatey")                                                                                 \
	X(MACAPP, "macapp", "generic")                                                                                            \
	X(NIX, "nix", "nix")                                                                                                      \
	X(CONDA, "conda", "conda")                                                                                                \
	X(SPACK, "spack", "spack")                                                                                                \
	X(NPM, "npm", "npm")                                                                                                      \
	X(PYPI, "pypi", "pypi")                                                                                                   \
	X(GOLANG, "go", "golang")                                                                                                 \
	X(CARGO, "cargo", "cargo")                                                                                                \
	X(MAVEN, "maven", "maven")                                                                                                \
	X(JENKINS, "jenkins", "maven")                                                                                            \
	X(GEM, "gem", "gem")                                                                                                      \
	X(COMPOSER, "composer", "composer")                                                                                       \
	X(PEAR, "pear", "pear")                                                                                                   \
	X(NUGET, "nuget", "nuget")                                                                                                \
	X(CRAN, "cran", "cran")                                                                                                   \
	X(OPAM, "opam", "opam")                                                                                                   \
	X(LUAROCKS, "luarocks", "luarocks")                                                                                       \
	X(CPAN, "cpan", "cpan")                                                                                                   \
	X(HEX, "hex", "hex")                                                                                                      \
	X(OTP, "otp", "otp")                                                                                                      \
	X(PUB, "pub", "pub")                                                                                                      \
	X(HACKAGE, "hackage", "hackage")                                                                                          \
	X(CONAN, "conan", "conan")                                                                                                \
	X(SWIFT, "swift", "swift")                                                                                                \
	X(COCOAPODS, "cocoapods", "cocoapods")                                                                                    \
	X(JULIA, "julia", "julia")                                                                                                \
	X(SWIPL, "swiplpack", "swiplpack")                                                                                        \
	X(TERRAFORM, "terraform", "terraform")                                                                                    \
	X(GITHUB_ACTION, "github-action", "github")                                                                               \
	X(WORDPRESS, "wordpress-plugin", "wordpress-plugin")                                                                      \
	X(VSCODE, "vscode-extension", "vscode-extension")                                                                         \
	X(CHROME, "chrome-extension", "chrome-extension")                                                                         \
	X(RUNTIME, "runtime", "generic")                                                                                          \
	X(IMAGE, "image", "docker")                                                                                               \
	X(GENERIC, "generic", "generic")

enum sw_package_type {
	SW_PACKAGE_NONE,
#define X(member, name, purl) SW_PACKAGE_##member,
	SW_PACKAGE_TYPES(X)
#undef X
	SW_PACKAGE_TYPE_COUNT,
};

/* Texts are empty where the database does not say. */
struct sw_package {
	uint8_t type;                /* enum sw_package_type */
	bool declared;               /* a lockfile or manifest asks for it: it need not be installed */
	bool development;            /* only developers need it */
	bool licence_only;           /* no package itself: the licence of one of its type, name and, where it has one, version, which
	                              * another file tells; none in an image's contents */
	struct sw_str name;          /* as its ecosystem writes it: "@types/node", "org.slf4j:slf4j-api", "github.com/x/y" */
	struct sw_str version;       /* in full, as its ecosystem compares it: "1:2.3-4", "v1.2.3" */
	struct sw_str architecture;
	struct sw_str source, source_version; /* package it was built from, where that has another name or version */
	struct sw_str licence;       /* as declared */
	struct sw_str supplier;      /* maintainer, vendor or author, as declared */
	struct sw_str module;        /* rpm: modularity label; others: empty */
	struct sw_str place;         /* origin that its name alone does not tell: URL of a git source, channel, repository */
	struct sw_str path;          /* file that says so, from the image's top without '/' before; behind '!' members of archives */
	uint32_t owner;              /* number + 1 in the same list of the package that owns the file `path`; 0: none does */
	uint32_t layer;              /* number of the layer that brought it, the lowest 0: the first that tells of it */
};
SW_VEC_TYPE(sw_packages, struct sw_package);

/* A file that a package of the system says is its own; `path` as above. */
struct sw_owned {
	struct sw_str path;
	struct sw_str package;       /* its name; type as the database's */
	uint8_t type;
};
SW_VEC_TYPE(sw_owned_list, struct sw_owned);

/* "deb"; and the type of package URLs (ECMA-427). Never NULL. */
const char *sw_package_type_name(enum sw_package_type type);
const char *sw_package_purl_type(enum sw_package_type type);
/* What divides name space and name in names of this type: "org.slf4j:slf4j-api"; 0: they have no name space. *last: the last
 * of its kind does ("github.com/x/y"), else the first. */
char sw_package_divider(enum sw_package_type type, bool *last);

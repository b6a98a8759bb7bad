/* Package managers: which one a command calls, to do what, with which packages. */
#pragma once
#include "checks/about_steps.h"

enum sw_manager {
	SW_MANAGER_APT, SW_MANAGER_APK, SW_MANAGER_YUM, SW_MANAGER_ZYPPER, SW_MANAGER_PACMAN, SW_MANAGER_RPM, SW_MANAGER_DPKG,
	SW_MANAGER_PIP, SW_MANAGER_NPM, SW_MANAGER_YARN, SW_MANAGER_PNPM, SW_MANAGER_GEM, SW_MANAGER_GO, SW_MANAGER_CARGO,
	SW_MANAGER_CONDA,
};

struct sw_packages {
	enum sw_manager manager;
	const struct sw_shell_command *cmd;
	struct sw_str program; /* as called: apt-get, dnf, pip3 */
	struct sw_str verb;    /* install, add, …; of rpm, dpkg and pacman the letter of the operation */
	const char *valued;    /* options that take a value, as in struct sw_shell_args */
	uint32_t first;        /* first argument behind the program */
	uint32_t skip;         /* operands up to and with the verb */
	bool installs;         /* what the operands name is installed */
	bool removes;
};

/* False when the command calls no package manager. */
bool sw_packages_read(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_packages *packages);
/* Whether the manager installs packages of the operating system. */
bool sw_manager_of_system(enum sw_manager manager);

/* A walk over the operands behind the verb. */
struct sw_package_walk {
	struct sw_shell_args args;
	uint32_t skip;
};
struct sw_package_walk sw_package_walk(const struct sw_packages *packages);
bool sw_next_package(struct sw_package_walk *walk, struct sw_shell_word *package);
/* The package's name without version, architecture and repository. */
struct sw_str sw_package_name(struct sw_str written);

/* A walk over the package manager calls of RUN steps. */
bool sw_next_packages(struct sw_command_walk *walk, struct sw_command_at *at, struct sw_packages *packages);

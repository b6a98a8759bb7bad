#include "checks/about_packages.h"
#include "checks/memo.h"

struct manager {
	const char *installs, *removes; /* verbs; NULL: operations are letters */
	const char *valued;
};

static const struct manager managers[] = {
	[SW_MANAGER_APT] = {"install reinstall build-dep", "remove purge autoremove",
	 "octa --option --config-file --target-release --default-release --host-architecture"},
	[SW_MANAGER_APK] = {"add", "del",
	 "tXp --virtual --repository --root --repositories-file --keys-dir --arch --wait --cache-dir --cache-max-age --progress-fd"},
	[SW_MANAGER_YUM] = {"install localinstall reinstall groupinstall", "remove erase autoremove",
	 "cdeRx --config --disablerepo --enablerepo --exclude --installroot --releasever --setopt --disableplugin --enableplugin "
	 "--repo --repofrompath --forcearch"},
	[SW_MANAGER_ZYPPER] = {"install in", "remove rm", "RDCrt --root --reposd-dir --cache-dir --repo --from --type --plus-repo"},
	[SW_MANAGER_PACMAN] = {NULL, NULL, "brp --config --root --dbpath --cachedir --ignore"},
	[SW_MANAGER_RPM] = {NULL, NULL, "DEr --define --root --dbpath --relocate --prefix --queryformat"},
	[SW_MANAGER_DPKG] = {NULL, NULL, " --root --admindir --instdir --add-architecture --ignore-depends"},
	[SW_MANAGER_PIP] = {"install download wheel", "uninstall",
	 "rcifteb --requirement --constraint --index-url --extra-index-url --find-links --target --editable --trusted-host --proxy "
	 "--timeout --retries --cache-dir --log --python --platform --python-version --implementation --abi --no-binary "
	 "--only-binary --upgrade-strategy --progress-bar --config-settings --global-option --install-option --cert "
	 "--client-cert --build-option --default-timeout --report --use-feature --use-deprecated --exists-action --hash "
	 "--prefix --root --src --dest --index --default-index --allow-insecure-host"},
	[SW_MANAGER_NPM] = {"install i in add", "uninstall remove rm",
	 "Cw --prefix --registry --cache --loglevel --omit --include --tag --workspace --userconfig --only --otp --scope "
	 "--fetch-retries --fetch-timeout --before --location"},
	[SW_MANAGER_YARN] = {"install add", "remove",
	 " --cwd --registry --cache-folder --modules-folder --network-timeout --mutex --production-only"},
	[SW_MANAGER_PNPM] = {"install i add", "remove rm", "C --dir --filter --registry --store-dir --reporter"},
	[SW_MANAGER_GEM] = {"install", "uninstall",
	 "invsPp --source --version --install-dir --bindir --platform --document --trust-policy --http-proxy --build-root"},
	[SW_MANAGER_GO] = {"install get", "clean",
	 " -ldflags -gcflags -asmflags -tags -mod -modfile -o -p -C -buildmode -toolexec -installsuffix -pkgdir"},
	[SW_MANAGER_CARGO] = {"install", "uninstall",
	 "jF --git --rev --tag --branch --version --vers --root --features --path --registry --index --target --profile --bin"},
	[SW_MANAGER_CONDA] = {"install create", "remove uninstall", "cnp --channel --name --prefix --file --solver"},
};

/* Sorted by name. */
static const struct {
	struct sw_str name;
	enum sw_manager manager;
} programs[] = {
	{SW_SI("apk"), SW_MANAGER_APK}, {SW_SI("apt"), SW_MANAGER_APT}, {SW_SI("apt-get"), SW_MANAGER_APT},
	{SW_SI("aptitude"), SW_MANAGER_APT}, {SW_SI("cargo"), SW_MANAGER_CARGO}, {SW_SI("conda"), SW_MANAGER_CONDA},
	{SW_SI("dnf"), SW_MANAGER_YUM}, {SW_SI("dnf5"), SW_MANAGER_YUM}, {SW_SI("dpkg"), SW_MANAGER_DPKG},
	{SW_SI("gem"), SW_MANAGER_GEM}, {SW_SI("go"), SW_MANAGER_GO}, {SW_SI("mamba"), SW_MANAGER_CONDA},
	{SW_SI("microdnf"), SW_MANAGER_YUM}, {SW_SI("micromamba"), SW_MANAGER_CONDA}, {SW_SI("npm"), SW_MANAGER_NPM},
	{SW_SI("pacman"), SW_MANAGER_PACMAN}, {SW_SI("pip"), SW_MANAGER_PIP}, {SW_SI("pip2"), SW_MANAGER_PIP},
	{SW_SI("pip3"), SW_MANAGER_PIP}, {SW_SI("pnpm"), SW_MANAGER_PNPM}, {SW_SI("rpm"), SW_MANAGER_RPM},
	{SW_SI("tdnf"), SW_MANAGER_YUM}, {SW_SI("yarn"), SW_MANAGER_YARN}, {SW_SI("yarnpkg"), SW_MANAGER_YARN},
	{SW_SI("yum"), SW_MANAGER_YUM}, {SW_SI("zypper"), SW_MANAGER_ZYPPER},
};

static bool is_python(struct sw_str program) {
	return sw_str_starts(program, SW_S("python")) || sw_str_starts(program, SW_S("pypy"));
}

static const struct manager *manager_of(struct sw_str program) {
	/* pip3.11 */
	if (sw_str_starts(program, SW_S("pip3.")) || sw_str_starts(program, SW_S("pip2.")))
		program = SW_S("pip");
	size_t low = 0, high = program.n ? sizeof programs / sizeof *programs : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = programs[middle].name.p[0] - program.p[0]; /* settles it for most */
		order = order ? order : sw_str_cmp(programs[middle].name, program);
		if (order == 0)
			return &managers[programs[middle].manager];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* rpm -i, -U, -F, -e; dpkg -i; pacman -S, -U, -R: the operation is an option. */
static void read_letters(struct sw_packages *packages) {
	struct sw_shell_args args = sw_shell_args(packages->cmd, packages->first, packages->valued);
	bool queries = false;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		bool installs = false, removes = false;
		if (packages->manager == SW_MANAGER_PACMAN) {
			queries |= arg.letter == 's' || arg.letter == 'Q';
			installs = arg.letter == 'S' || arg.letter == 'U' || sw_str_is(arg.name, "--sync") || sw_str_is(arg.name, "--upgrade");
			removes = arg.letter == 'R' || sw_str_is(arg.name, "--remove");
		} else {
			queries |= arg.letter == 'q' || arg.letter == 'V' || arg.letter == 'K';
			installs = arg.letter == 'i' || sw_listed(arg.name, "--install --unpack") ||
				   (packages->manager == SW_MANAGER_RPM &&
				    (arg.letter == 'U' || arg.letter == 'F' || sw_listed(arg.name, "--upgrade --freshen")));
			removes = sw_listed(arg.name, "--erase --purge --remove") || arg.letter == 'e';
		}
		packages->installs |= installs;
		packages->removes |= removes;
	}
	if (queries || packages->removes)
		packages->installs = false;
}

static bool word_is(const struct sw_shell_command *cmd, uint32_t index, const char *z) {
	return index < cmd->word_count && sw_str_is(cmd->words[index].text, z);
}

bool sw_packages_read(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_packages *packages) {
	const struct manager *manager = manager_of(call->program);
	*packages = (struct sw_packages){.cmd = cmd, .program = call->program, .first = call->first_arg, .skip = 1};
	if (!manager && is_python(call->program) && word_is(cmd, call->first_arg, "-m") &&
	    (word_is(cmd, call->first_arg + 1, "pip") || word_is(cmd, call->first_arg + 1, "pip3"))) {
		manager = manager_of(SW_S("pip"));
		packages->program = SW_S("pip");
		packages->first += 2;
	} else if (!manager && sw_str_is(call->program, "uv") && word_is(cmd, call->first_arg, "pip")) {
		manager = manager_of(SW_S("pip"));
		packages->first += 1;
	}
	if (!manager)
		return false;
	packages->manager = (enum sw_manager)(manager - managers);
	packages->valued = manager->valued;
	if (!manager->installs) {
		packages->skip = 0;
		read_letters(packages);
		return true;
	}
	struct sw_shell_word verb;
	if (!sw_shell_operand(cmd, packages->first, packages->valued, 0, &verb))
		return true;
	if (packages->manager == SW_MANAGER_YARN && sw_str_is(verb.text, "global")) {
		packages->skip = 2;
		if (!sw_shell_operand(cmd, packages->first, packages->valued, 1, &verb))
			return true;
	}
	packages->verb = verb.text;
	packages->installs = sw_listed(verb.text, manager->installs);
	packages->removes = sw_listed(verb.text, manager->removes);
	return true;
}

bool sw_manager_of_system(enum sw_manager manager) {
	return manager <= SW_MANAGER_DPKG;
}

struct sw_package_walk sw_package_walk(const struct sw_packages *packages) {
	return (struct sw_package_walk){sw_shell_args(packages->cmd, packages->first, packages->valued), packages->skip};
}

bool sw_next_package(struct sw_package_walk *walk, struct sw_shell_word *package) {
	for (struct sw_shell_arg arg; sw_shell_next_arg(&walk->args, &arg);) {
		if (arg.letter || arg.name.n)
			continue;
		if (walk->skip) {
			walk->skip--;
			continue;
		}
		*package = arg.value;
		return true;
	}
	return false;
}

struct sw_str sw_package_name(struct sw_str written) {
	for (size_t i = 1; i < written.n; i++)
		if (memchr("=<>~@:/[", written.p[i], 8))
			return sw_str_sub(written, 0, i);
	return written;
}

/* Calls of package managers among all commands of a build. */
struct sw_package_calls {
	SW_VEC(struct package_call {
		const struct sw_command_at *at;
		uint32_t index; /* of all commands */
		struct sw_packages packages;
	}) v;
};

static const struct sw_package_calls *package_calls(const struct sw_view *view) {
	if (view->memo->packages)
		return view->memo->packages;
	const struct sw_commands *all = sw_commands_all(view);
	struct sw_package_calls *calls = SW_NEW(view->arena, struct sw_package_calls);
	for (uint32_t i = 0; i < all->n; i++) {
		struct sw_packages packages;
		if (sw_packages_read(all->v[i].cmd, &all->v[i].call, &packages))
			*sw_push(view->arena, &calls->v) = (struct package_call){&all->v[i], i, packages};
	}
	view->memo->packages = calls;
	return calls;
}

/* The first call at or behind a command; a walk may begin anywhere. */
static size_t first_call(const struct sw_package_calls *calls, uint32_t command) {
	size_t low = 0, high = calls->v.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (calls->v.v[middle].index < command)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool sw_next_packages(struct sw_command_walk *walk, struct sw_command_at *at, struct sw_packages *packages) {
	const struct sw_package_calls *calls = package_calls(walk->view);
	for (size_t i = first_call(calls, walk->next); i < calls->v.n; i++) {
		const struct package_call *call = &calls->v.v[i];
		if (!sw_command_counts(walk, call->at))
			continue;
		walk->next = call->index + 1;
		*at = *call->at;
		*packages = call->packages;
		return true;
	}
	walk->next = UINT32_MAX;
	return false;
}

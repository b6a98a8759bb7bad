#include "unit.h"
#include "base/limits.h"
#include "readers/packages/read.h"
#include <stdio.h>
#include <stdlib.h>

/* A file, and what it lists: "NAME VERSION", a line each; "refused" behind them where something was wrong with it. */
struct example {
	const char *path, *kind, *text, *expected;
};

static const struct example installed[] = {
	{"app/node_modules/@types/node/package.json", "npm-package", "{\"name\": \"@types/node\", \"version\": \"20.1.0\"}", "@types/node 20.1.0\n"},
	{"opt/yarn-v1.22.19/package.json", "npm-package", "{\"name\":\"yarn\",\"version\":\"1.22.19\",\"name\":\"yarnpkg\"}", "yarnpkg 1.22.19\n"},
	{"a/node_modules/b/package.json", "npm-package", "{\"name\": \"unity\", \"version\": \"1.0\", \"unity\": \"2020.3\"}", ""},
	{"a/node_modules/b/package.json", "npm-package", "{\"name\": \"pug\", \"version\": \"1.0\", \"engines\": {\"vscode\": \"*\"}}", ""},
	{"a/node_modules/b/package.json", "npm-package", "{\"type\": \"module\"}", ""},
	{"a/node_modules/b/package.json", "npm-package", "{\"name\": [\"a\"], \"version\": {\"v\": 1}}", ""},
	{"a/node_modules/b/package.json", "npm-package", "{\"name\": PACKAGE}", "refused"},
	{"a/node_modules/b/package.json", "npm-package", "", "refused"},
	{"lib/python3/site-packages/Pygments-2.6.1.dist-info/METADATA", "python-metadata",
	 "Metadata-Version: 2.1\r\nName: Pygments\r\nno header here\r\nversion: 2.6.1\r\nVersion: 9\r\nKeywords: a\r\n\tb: c\r\n\r\nName: body\r\n", "Pygments 2.6.1\n"},
	{"lib/a.egg-info", "python-metadata", "Name: a\nVersion: 1", "a 1\n"},
	{"lib/a.egg/EGG-INFO/PKG-INFO", "python-metadata", "Version:\n 1.0\nName: a\n", "a 1.0\n"},
	{"lib/a.egg-info/PKG-INFO", "python-metadata", "\nName: a\nVersion: 1\n", "refused"},
	{"usr/lib/ruby/gems/specifications/default/json-2.6.gemspec", "gemspec",
	 "# stub\nGem::Specification.new do |s|\n  s.name = \"json\".freeze\n  s.version = \"2.6\".freeze\nend\n", "json 2.6\n"},
	{"specifications/a.gemspec", "gemspec", "VERSION = '3.0'\nGem::Specification.new do |spec|\nspec.name = %q<a>\nspec.version = VERSION\nend\n", "a 3.0\n"},
	{"specifications/a.gemspec", "gemspec", "Gem::Specification.new do |s|\ns.name = 'a'\ns.version = Gem::Version.new(\"1.2\")\n", "a 1.2\n"},
	{"specifications/a.gemspec", "gemspec", "Gem::Specification.new do |s|\ns.name = 'a'\ns.version = A::VERSION\n", "refused"},
	{"specifications/a.gemspec", "gemspec", "Gem::Specification.new do |s|\ns.name = 'a'\ns.version = \"1.#{minor}\"\n", "refused"},
	{"specifications/a.gemspec", "gemspec", "V = '1'\nGem::Specification.new do |s|\ns.name = 'a'\ns.version = V + '.2'\n", "refused"},
	{"specifications/a.gemspec", "gemspec", "Gem::Specification.new do |s|\ns.name = 'a'\ns.version = '1.' + '2'\n", "refused"},
	{"specifications/a.gemspec", "gemspec", "puts 'no specification'\n", ""},
	{"srv/vendor/composer/installed.json", "composer-installed", "[{\"name\": \"psr/log\", \"version\": \"1.0.2\"}]", "psr/log 1.0.2\n"},
	{"srv/vendor/composer/installed.json", "composer-installed", "{\"packages\": [{\"name\": \"psr/log\", \"version\": \"v2\"}, {}]}", "psr/log v2\n"},
	{"srv/vendor/composer/installed.json", "composer-installed", "{\"other\": 1}", "refused"},
	{"usr/share/php/.registry/.channel.pecl.php.net/memcached.reg", "pear-registry",
	 "a:3:{s:4:\"name\";s:9:\"memcached\";s:8:\"filelist\";a:1:{s:1:\"f\";a:1:{s:7:\"release\";s:1:\"9\";}}s:7:\"version\";a:2:{s:7:\"release\";s:5:\"3.2.0\";s:3:\"api\";s:1:\"1\";}}",
	 "memcached 3.2.0\n"},
	{"a/.registry/x.reg", "pear-registry", "a:2:{s:7:\"package\";s:3:\"Net\";s:7:\"version\";s:3:\"1.0\";}", "Net 1.0\n"},
	{"a/.registry/x.reg", "pear-registry", "a:2:{s:7:\"package\";s:99:\"Net\";}", "refused"},
	{"a/.registry/x.reg", "pear-registry", "a:99999999999:{", "refused"},
	{"app/a.deps.json", "dotnet-deps",
	 "{\"libraries\": {\"App/1.0.0\": {\"type\": \"project\"}, \"A.B/2.0\": {\"type\": \"package\"}, \"C\": {\"type\": \"package\"},"
	 "\"D/1\": {\"type\": \"reference\"}, \"runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1\": {\"type\": \"runtimepack\"}}}",
	 "App 1.0.0\nA.B 2.0\nMicrosoft.NETCore.App.Runtime.linux-x64 8.0.1\n"},
	{"app/a.deps.json", "dotnet-deps", "{}", "refused"},
	{"usr/lib/R/library/base/DESCRIPTION", "r-description", "Package: base\nVersion: 4.3.0\nBuilt: R 4.3.0; ; ; unix\n", "base 4.3.0\n"},
	{"usr/src/a/DESCRIPTION", "r-description", "Package: base\nVersion: 4.3.0\n", ""},
	{"root/.opam/4.14/.opam-switch/packages/base.v0.16/opam", "opam", "opam-version: \"2.0\"\nlicense: \"MIT\"\n", "base v0.16\n"},
	{"src/opam", "opam", "name: \"own\"\nversion: \"1.2\" # said\ndepends: [ \"a\" {version = \"3\"} ]\n", "own 1.2\n"},
	{"usr/lib/luarocks/rocks-5.1/kong/3.7.0-0/kong-3.7.0-0.rockspec", "rockspec",
	 "-- a comment: package = \"no\"\npackage = \"kong\" -- \"x\"\nversion = '3.7.0-0'\ndependencies = { version = \"1\" }\n", "kong 3.7.0-0\n"},
	{"a.rockspec", "rockspec", "local v = \"2.0.1\"\nlocal r = 1\npackage = \"a\"\nversion = v..\"-\"..r\nlocal x = f(v)\n", "a 2.0.1-1\n"},
	{"a.rockspec", "rockspec", "package = name()\nversion = \"1\"\n", "refused"},
	{"opt/app/lib/accept-0.3.5/ebin/accept.app", "erlang-app", "{application,accept,[{description,\"a, {vsn, \\\"9\\\"}\"},{vsn,\"0.3.5\"}]}.", "accept 0.3.5\n"},
	{"src/accept.app", "erlang-app", "{application,accept,[{vsn,git}]}.", ""},
	{"usr/lib/swi-prolog/pack/hdt/pack.pl", "swipl-pack", "% pack\nname(hdt).\nversion('0.5.2').\nauthor('A', b).\n", "hdt 0.5.2\n"},
	{"usr/local/lib/perl5/.meta/JSON-PP-4.16/MYMETA.json", "cpan-meta-json", "{\"name\": \"JSON-PP\", \"version\": \"4.16\", \"license\": [\"perl_5\"], \"meta-spec\": {\"version\": 2}}", "JSON-PP 4.16\n"},
	{"srv/Foo-0.08/META.yml", "cpan-meta-yaml", "--- #YAML:1.0\nname: Foo\nversion: 0.080\nauthor: ~\nmeta-spec: {url: http://x}\n", "Foo 0.080\n"},
	{"usr/share/postgresql/a/META.json", "cpan-meta-json", "{\"name\": \"a\", \"version\": \"1\", \"meta-spec\": {\"url\": \"http://pgxn.org/\"}}", ""},
	{"usr/local/lib/perl5/perllocal.pod", "cpan-local",
	 "=head2 Mon: C<Module> L<JSON::PP|JSON::PP>\n\n=item *\n\nC<VERSION: 4.16>\n\n=head2 Tue: C<Module> L<A|A>\n\nC<VERSION: 1>\n\n"
	 "=head2 Wed: C<Module> L<JSON::PP|JSON::PP>\n\nC<VERSION: 5.0>\n", "JSON-PP 5.0\nA 1\n"},
	{"home/a/.vscode/extensions/extensions.json", "vscode-extensions", "[{\"identifier\": {\"id\": \"golang.go\"}, \"version\": \"0.46.1\"}, {}]", "golang.go 0.46.1\n"},
	{"home/a/.vscode/extensions/extensions.json", "vscode-extensions", "{\"a\": 1}", "refused"},
	{"home/a/Extensions/ghbmnnjooekpmoecnnnilnnbdlolhkhi/1.89.1_0/manifest.json", "chrome-extension",
	 "{\"name\": \"__MSG_extName__\", \"version\": \"1.89.1\", \"manifest_version\": 3}", "ghbmnnjooekpmoecnnnilnnbdlolhkhi 1.89.1\n"},
	{"www/wp-content/plugins/akismet/akismet.php", "wordpress-plugin",
	 "<?php\n/**\n * Plugin Name: Akismet Anti-spam: Spam Protection\n * Version: 5.3 */\n$Version = 1;\n", "Akismet Anti-spam: Spam Protection 5.3\n"},
	{"www/wp-content/plugins/akismet/other.php", "wordpress-plugin", "<?php\n// Version: 2\n", ""},
	{"root/.julia/packages/JSON/93Ea8/Project.toml", "julia-package", "name = \"JSON\"\nuuid = \"68\"\nversion = \"0.21.4\"\n[deps]\n", "JSON 0.21.4\n"},
	{"root/.pub-cache/hosted/pub.dev/args-2.4.0/pubspec.yaml", "pub-package", "name: args\nversion: 2.4.0\nenvironment: {sdk: x}\n", "args 2.4.0\n"},
	{"usr/lib/ghc/lib/package.conf.d/base-4.17.conf", "ghc-package", "name: base\nversion: 4.17\nvisibility: public\nexposed-modules:\n    A B\n", "base 4.17\n"},
	{"root/.conan/data/mfast/1.2.2/user/channel/package/9d1f/conaninfo.txt", "conan-info",
	 "[requires]\n    boost/1.Y.Z\n[full_requires]\n    boost/1.75.0:dc8a\n", "mfast 1.2.2\nboost 1.75.0\n"},
};

static const struct example declared[] = {
	{"package-lock.json", "npm-lock",
	 "{\"lockfileVersion\": 1, \"dependencies\": {\"a\": {\"version\": \"1.0.0\", \"dependencies\": {\"b\": {\"version\": \"npm:@s/c@2.0.0\"}}},"
	 "\"d\": {\"version\": \"git+ssh://x#1\"}}}", "a 1.0.0\n@s/c 2.0.0\nd \n"},
	{"package-lock.json", "npm-lock",
	 "{\"packages\": {\"\": {\"name\": \"root\"}, \"node_modules/@s/a\": {\"version\": \"1\"}, \"node_modules/x/node_modules/b\": {\"version\": \"2\"},"
	 "\"packages/self\": {\"version\": \"3\"}, \"node_modules/self\": {\"link\": true}, \"node_modules/q\": {\"name\": \"r\", \"version\": \"4\"}}}",
	 "@s/a 1\nb 2\nself 3\nr 4\n"},
	{"yarn.lock", "yarn-lock",
	 "# yarn lockfile v1\n\n\"@s/a@^7.0.0\", \"@s/a@^7.1\":\n  version \"7.1.4\"\n  resolved \"https://r/@s/a/-/a-7.1.4.tgz#1\"\n  dependencies:\n    version \"9\"\n\n"
	 "b@1:\n  version \"1.0.0\"\n  resolved \"https://r/c/-/c-1.0.0.tgz\"\n", "@s/a 7.1.4\nc 1.0.0\n"},
	{"yarn.lock", "yarn-lock",
	 "__metadata:\n  version: 8\n\n\"x@npm:a@^5.0.0\":\n  version: 5.0.1\n  resolution: \"a@npm:5.0.1\"\n\n\"root@workspace:.\":\n  version: 0.0.0-use.local\n"
	 "  resolution: \"root@workspace:.\"\n", "a 5.0.1\n"},
	{"pnpm-lock.yaml", "pnpm-lock",
	 "lockfileVersion: 5.4\npackages:\n  /a/1.0.0_b@2.0.0: {dev: true}\n  r.org/@s/b/2.0.0: {}\n  github.com/o/c/83ab: {name: c, version: 3.0.0}\n  file:..: {version: 1.0.0}\n",
	 "a 1.0.0\n@s/b 2.0.0\nc 3.0.0\n"},
	{"pnpm-lock.yaml", "pnpm-lock", "lockfileVersion: '6.0'\npackages:\n  /@s/a@1.0.0(b@2.0.0):\n    dev: false\n", "@s/a 1.0.0\n"},
	{"pnpm-lock.yaml", "pnpm-lock", "lockfileVersion: '9.0'\npackages:\n  '@s/a@1.0.0': {}\n  b@2.0.0: {}\n", "@s/a 1.0.0\nb 2.0.0\n"},
	{"pnpm-lock.yaml", "pnpm-lock", "no list\n", "refused"},
	{"pnpm-lock.yaml", "pnpm-lock", "", ""},
	{"bun.lock", "bun-lock", "{ // c\n\"packages\": {\"a\": [\"@s/a@1.0.0\", \"//\", {},], /* , */ \"b\": [1], \"c\": [\"c@file:c\"], },\n}", "@s/a 1.0.0\nc \nrefused"},
	{"deno.lock", "deno-lock", "{\"version\": \"4\", \"npm\": {\"chalk@5.3.0\": {}, \"@s/a@1.0.0_b@2.0.0\": {}}}", "chalk 5.3.0\n@s/a 1.0.0\n"},
	{"Cargo.lock", "cargo-lock", "version = 3\n[[package]]\nname = \"nom\"\nversion = \"4.2.3\"\n\n[[package]]\nname = \"self\"\nversion = \"0.1.0\"\n", "nom 4.2.3\nself 0.1.0\n"},
	{"Cargo.lock", "cargo-lock", "[[package]\n", "refused"},
	{"poetry.lock", "python-lock", "[[package]]\nname = \"six\"\nversion = \"1.16\"\ncategory = \"dev\"\n[package.extras]\na = []\n", "six 1.16\n"},
	{"pylock.dev.toml", "pylock", "[[packages]]\nname = \"six\"\nversion = \"1.16\"\n[[packages]]\nname = \"self\"\n", "six 1.16\n"},
	{"Pipfile.lock", "pipfile-lock", "{\"default\": {\"a\": {\"version\": \"==1.0\"}, \"b\": {\"git\": \"x\"}}, \"develop\": {\"c\": {\"version\": \"==2\"}}}", "a 1.0\nc 2\n"},
	{"requirements-dev.txt", "requirements",
	 "-r other.txt\na[x, y] == 1.0 ; python_version < '3' # c\nb>=2\nc==3.* \nd \\\n  == 4 \\\n  --hash=sha256:1\ne==${E}\nf===5,<6\n", "a 1.0\nd 4\nf 5\n"},
	{"Gemfile.lock", "gem-lock",
	 "GIT\n  remote: https://x\n  specs:\n    a (1.0)\n      b (~> 1)\n\nGEM\n  specs:\n    nokogiri (1.13.3-x86_64-linux)\n\nDEPENDENCIES\n    no (1)\n\nBUNDLED WITH\n   2.1\n",
	 "a 1.0\nnokogiri 1.13.3\n"},
	{"composer.lock", "composer-lock", "{\"packages\": [{\"name\": \"a/b\", \"version\": \"1\"}], \"packages-dev\": [{\"name\": \"c/d\", \"version\": \"2\"}]}", "a/b 1\nc/d 2\n"},
	{"renv.lock", "renv-lock", "{\"Packages\": {\"R6\": {\"Package\": \"R6\", \"Version\": \"2.5.1\", \"Repository\": \"CRAN\"}}}", "R6 2.5.1\n"},
	{"go.mod", "go-mod",
	 "module x\ngo 1.23.5\ntoolchain go1.23.6-a\nrequire (\n\ta v1.0.0 // indirect\n\tb v2.0.0\n)\nrequire \"c\" v3.0.0\nreplace b => d v4.0.0\nreplace a v9.0.0 => e v1\n",
	 "a v1.0.0\nd v4.0.0\nc v3.0.0\nstdlib 1.23.6\n"},
	{"go.mod", "go-mod", "nothing of Go\n", "refused"},
	{"vendor/modules.txt", "go-vendored", "# a v1.0.0\n## explicit\na/x\na/y\n# b v2.0.0\n# c v1.0.0 => d v3.0.0\nc/z\n# e v1.0.0 => ./e\ne\n", "a v1.0.0\nd v3.0.0\ne v1.0.0\n"},
	{"mix.lock", "mix-lock", "%{\n  \"b\": {:hex, :bunt, \"1.0.0\", \"08\", [:mix], [{:c, \"~> 1\"}], \"hexpm\"},\n  \"e\": {:git, \"u\", \"2f50\", []},\n  \"x\": {:hex, },\n}", "bunt 1.0.0\ne 2f50\n"},
	{"rebar.lock", "rebar-lock", "{\"1.2.0\",[{<<\"certifi\">>,{pkg,<<\"certifi\">>,<<\"2.9.0\">>},0}]}.[{pkg_hash,[{<<\"certifi\">>,<<\"6F\">>}]}].", "certifi 2.9.0\n"},
	{"manifest.toml", "gleam-manifest", "packages = [\n  { name = \"gleam_stdlib\", version = \"0.34.0\" },\n]\n", "gleam_stdlib 0.34.0\n"},
	{"Manifest.toml", "julia-manifest", "manifest_format = \"2.0\"\n[[deps.JSON]]\nversion = \"0.20.0\"\n[[deps.Unicode]]\nuuid = \"4\"\n", "JSON 0.20.0\n"},
	{"pubspec.lock", "pub-lock", "packages:\n  args: {source: hosted, version: \"1.6.0\"}\n  flutter: {description: flutter, source: sdk, version: \"0.0.0\"}\nsdks: {flutter: \"3.24.5\"}\n",
	 "args 1.6.0\nflutter 3.24.5\n"},
	{"Package.resolved", "swift-resolved", "{\"object\": {\"pins\": [{\"package\": \"A\", \"state\": {\"version\": \"1.0\"}}]}, \"version\": 1}", "A 1.0\n"},
	{"Podfile.lock", "podfile-lock", "PODS:\n  - A (3.1.2)\n  - \"B/C+D (1.0)\":\n    - E (= 1)\n\nDEPENDENCIES:\n  - F (2)\n", "A 3.1.2\nB/C+D 1.0\n"},
	{"stack.yaml.lock", "stack-lock", "packages:\n- completed:\n    hackage: lens-aeson-1.1.3@sha256:52,1764\n", "lens-aeson 1.1.3\n"},
	{"cabal.project.freeze", "cabal-freeze", "constraints: any.Cabal ==3.2.1.0,\n             any.base installed,\n             any.Only ==0.1\n", "Cabal 3.2.1.0\nOnly 0.1\n"},
	{"packages.lock.json", "nuget-lock", "{\"dependencies\": {\"net8.0\": {\"A\": {\"type\": \"Direct\", \"resolved\": \"1.0\"}, \"p\": {\"type\": \"Project\"}}}}", "A 1.0\n"},
	{"obj/project.assets.json", "nuget-assets", "{\"libraries\": {\"A/1.0\": {\"type\": \"package\"}, \"B/1\": {\"type\": \"project\"}}}", "A 1.0\n"},
	{"packages.config", "nuget-config", "<?xml version=\"1.0\"?><packages><package id=\"A\" version=\"1.0\"/><package id=\"B\"/></packages>", "A 1.0\n"},
	{"paket.lock", "paket-lock", "NUGET\n  remote: x\n    A (1.0) - restriction: (x)\n      B (>= 2)\nHTTP\n  remote: y\n    C (1)\n", "A 1.0\n"},
	{"gradle.lockfile", "gradle-lock", "# c\ng:a:1.0=x,y\nempty=\n>>>\n", "g:a 1.0\n"},
	{"gradle/libs.versions.toml", "gradle-catalogue",
	 "[versions]\nv = \"3.0\"\n[libraries]\na = \"g:a:1.0\"\nb = { module = \"g:b\", version.ref = \"v\" }\nc = { group = \"g\", name = \"c\", version = { strictly = \"2\" } }\n",
	 "g:a 1.0\ng:b 3.0\ng:c 2\n"},
	{"gradle/verification-metadata.xml", "gradle-verification", "<m xmlns='u'><components><component group='g' name='a' version='1'/></components></m>", "g:a 1\n"},
	{"pom.xml", "maven-pom",
	 "<project><version>7</version><properties><v>${w}</v><w>1.0</w><l>${l}</l></properties><dependencies>"
	 "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency>"
	 "<dependency><groupId>g</groupId><artifactId>own</artifactId><version>${project.version}</version></dependency>"
	 "<dependency><groupId>g</groupId><artifactId>loop</artifactId><version>${l}</version></dependency>"
	 "<dependency><groupId>g</groupId><artifactId>range</artifactId><version>[1,2)</version></dependency>"
	 "<dependency><groupId>g</groupId><artifactId>m</artifactId></dependency></dependencies><dependencyManagement><dependencies>"
	 "<dependency><groupId>g</groupId><artifactId>m</artifactId><version>2.0</version></dependency></dependencies></dependencyManagement></project>",
	 "g:a 1.0\ng:own 7\ng:m 2.0\n"},
	{"conan.lock", "conan-lock", "{\"graph_lock\": {\"nodes\": {\"0\": {\"ref\": \"own/1\", \"path\": \".\"}, \"1\": {\"ref\": \"zlib/1.2.12@u/c#f\"}}}}", "zlib 1.2.12\n"},
	{"conan.lock", "conan-lock", "{\"requires\": [\"sound32/1.0#83%16\", \"a/[>1]\"], \"build_requires\": [\"cmake/3\"]}", "sound32 1.0\ncmake 3\n"},
	{"conanfile.txt", "conanfile", "[requires]\nfmt/8.1.1\n# c/1\nspdlog/1.9.2@u/c#1\n[generators]\ncmake/1\n", "fmt 8.1.1\nspdlog 1.9.2\n"},
	{".tool-versions", "asdf-tools", "nodejs 24.04 system file:/x 19.0 # 1\nruby\n", "nodejs 24.04\nnodejs 19.0\n"},
	{"mise.toml", "mise-tools", "[tools]\nterraform = \"1\"\nnode = { version = \"22\" }\ngo = [\"1.22\", \"latest\"]\n", "terraform 1\nnode 22\ngo 1.22\n"},
	{".nvmrc", "node-version", "# 5\n v20.1\n", "nodejs 20.1\n"},
	{".node-version", "node-version", "lts/hydrogen\n", ""},
	{".terraform.lock.hcl", "terraform-lock", "provider \"registry.terraform.io/hashicorp/aws\" {\n  version     = \"5.72.1\"\n  hashes = [\n  ]\n}\nversion = \"1\"\n",
	 "registry.terraform.io/hashicorp/aws 5.72.1\n"},
	{".github/workflows/ci.yml", "github-workflow",
	 "jobs:\n  a:\n    uses: o/r/.github/workflows/w.yml@v1\n  b:\n    steps:\n      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n"
	 "      - uses: ./local\n      - uses: docker://alpine:3\n      - run: echo ${{ x }}\n      - uses: a/b@main\n",
	 "o/r/.github/workflows/w.yml v1\nactions/checkout v4.2.2\na/b main\n"},
};

static void check(const struct example *example, bool declares) {
	struct sw_arena arena;
	char got[1000] = "";
	size_t n = 0;
	sw_arena_init(&arena, (size_t)64 << 20);
	struct sw_diags diags = {.arena = &arena};
	const struct sw_package_reader *reader = sw_package_reader_of(sw_str_of(example->path));
	if (!reader)
		fail_msg("%s: there is no reader", example->path);
	assert_string_equal(reader->kind, example->kind);
	assert_int_equal(reader->declares, declares);
	struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = sw_str_of(example->path)};
	sw_package_read(reader, &sink, sw_str_of(example->text));
	for sw_each (const struct sw_package, package, sink.packages) {
		assert_int_equal(package->declared, declares);
		n += (size_t)snprintf(got + n, sizeof got - n, "%.*s %.*s\n", SW_ARG(package->name), SW_ARG(package->version));
	}
	snprintf(got + n, sizeof got - n, "%s", sw_diags_failed(&diags) ? "refused" : "");
	if (strcmp(got, example->expected) != 0)
		fail_msg("%s: got\n%sexpected\n%s", example->path, got, example->expected);
	sw_arena_free(&arena);
}

static void of_installed(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof installed / sizeof *installed; i++)
		check(&installed[i], false);
}

static void of_declared(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof declared / sizeof *declared; i++)
		check(&declared[i], true);
}

/* Paths that look alike and are none of theirs. */
static void paths(void **state) {
	static const char *const others[] = {
		"app/node_modules/a/test/fixtures/package.json", "app/node_modules/a/META.json", "gems/a/a.gemspec", "a/METADATA", "a/PKG-INFO",
		"a/installed.json", "a/x.reg", ".git/description", "root/.opam/repo/default/packages/a/a.1/opam", "root/.cpanm/work/1/A-1/META.json",
		"srv/A-1/MYMETA.json", ".vscode/extensions.json", "www/manifest.json", "www/wp-content/themes/a/a.php", "a/b.toml", "a/notes.txt",
		"a/modules.txt", "a/ci.yml", "src/Project.toml", "src/pubspec.yaml", "etc/a.conf",
	};
	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const struct sw_package_reader *reader = sw_package_reader_of(sw_str_of(others[i]));
		if (reader)
			fail_msg("%s is taken for %s", others[i], reader->kind);
	}
}

/* Licence, supplier, architecture, place, and whether only developers need it. */
static void details(void **state) {
	static const struct {
		const char *path, *text, *expected;
	} examples[] = {
		{"node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1\",\"licenses\":[{\"type\":\"MIT\"}],\"author\":{\"name\":\"A B\"}}", "MIT|A B||"},
		{"a.dist-info/METADATA", "Name: a\nVersion: 1\nLicense: all\n of it\nLicense-Expression: MIT\nAuthor-email: a@b\n", "MIT|a@b||"},
		{"a.dist-info/METADATA", "Name: a\nVersion: 1\nLicense: all\n of it\n", "|||"},
		{"specifications/a.gemspec", "Gem::Specification.new do |s|\ns.name = 'a'\ns.version = '1'\ns.platform = \"java\"\ns.licenses = [\"Ruby\".freeze, \"MIT\"]\ns.authors = [%q<A>]\n", "Ruby|A|java|"},
		{"Gemfile.lock", "GIT\n  remote: https://x\n  specs:\n    a (1.0-java)\n", "||java|https://x"},
		{"vendor/composer/installed.json", "{\"packages\": [{\"name\": \"a\", \"version\": \"1\", \"license\": [\"MIT\"]}], \"dev-package-names\": [\"a\"]}", "MIT||| dev"},
		{"package-lock.json", "{\"dependencies\": {\"a\": {\"version\": \"github:o/r#1\", \"dev\": true}}}", "|||github:o/r#1 dev"},
		{"uv.lock", "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { git = \"https://x\" }\n", "|||https://x"},
		{"pdm.lock", "[[package]]\nname = \"a\"\nversion = \"1\"\ngroups = [\"dev\", \"test\"]\n", "||| dev"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct sw_arena arena;
		char got[200];
		sw_arena_init(&arena, (size_t)64 << 20);
		struct sw_diags diags = {.arena = &arena};
		struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = sw_str_of(examples[i].path)};
		sw_package_read(sw_package_reader_of(sink.path), &sink, sw_str_of(examples[i].text));
		assert_int_equal(sink.packages.n, 1);
		const struct sw_package *package = sink.packages.v;
		snprintf(got, sizeof got, "%.*s|%.*s|%.*s|%.*s%s", SW_ARG(package->licence), SW_ARG(package->supplier), SW_ARG(package->architecture),
			 SW_ARG(package->place), package->development ? " dev" : "");
		assert_string_equal(got, examples[i].expected);
		sw_arena_free(&arena);
	}
}

/* A long text of one piece again and again must not take time that grows with its square: none of these takes a second. */
static void repeated(void **state) {
	static const struct {
		const char *path, *first, *again;
	} examples[] = {
		{"a.dist-info/METADATA", "", "Name\n"},
		{"a.dist-info/METADATA", "A:", "\n b"},
		{"specifications/a.gemspec", "Gem::Specification.new do |s|\n", "A = 'b'\n"},
		{".registry/a.reg", "", "a:1:{i:0;"},
		{"a.rockspec", "", "a = b..c..\"d\"\n"},
		{"a.rockspec", "a = ", "\"b\"..c.."},
		{"a/ebin/a.app", "", "{[("},
		{"mix.lock", "", "\"a\" {"},
		{"yarn.lock", "", "a@\"b@npm:\n  version 1\n"},
		{"go.mod", "", "replace a => b v1\nrequire a v1\n"},
		{"requirements.txt", "", "a\\\n"},
		{"bun.lock", "", "/*"},
		{"bun.lock", "[", ",,\""},
		{"package-lock.json", "", "{\"dependencies\":{\"a\":"},
		{"poetry.lock", "", "[[package]]\nname = 'a'\n"},
		{"poetry.lock", "", "[a"},
		{"poetry.lock", "a = ", "[{b="},
		{"poetry.lock", "a = \"\"\"", "\\\n\n \""},
		{"perllocal.pod", "", "C<Module> L<a>\nC<VERSION:\n"},
		{"pom.xml", "<project><properties><a>${a}${a}</a></properties>", "<b/>"},
	};
	(void)state;
	enum { BYTES = 4 << 20 };
	char *text = malloc(BYTES);
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct sw_arena arena;
		struct sw_arena_catch catch;
		size_t n = strlen(examples[i].first), again = strlen(examples[i].again);
		memcpy(text, examples[i].first, n);
		for (; n + again <= BYTES; n += again)
			memcpy(text + n, examples[i].again, again);
		sw_arena_init(&arena, (size_t)1 << 30);
		struct sw_diags diags = {.arena = &arena};
		struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = sw_str_of(examples[i].path)};
		const struct sw_package_reader *reader = sw_package_reader_of(sink.path);
		assert_non_null(reader);
		if (SW_ARENA_TRY(&arena, &catch)) {
			sw_package_read(reader, &sink, sw_str(text, n));
			sw_arena_leave(&arena, &catch);
		}
		assert_true(sink.packages.n <= SW_LIMIT_PACKAGES);
		sw_arena_free(&arena);
	}
	free(text);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_installed), cmocka_unit_test(of_declared), cmocka_unit_test(paths), cmocka_unit_test(details), cmocka_unit_test(repeated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

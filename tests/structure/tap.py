"""Test Anything Protocol for the structure tests: ok(), skip(), done()."""
import sys

count = 0
failed = 0


def ok(good, name, detail=""):
    """One test. `detail` is shown below a failure; what is empty or false as `good` fails."""
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good and detail:
        print("\n".join("# " + line for line in str(detail).splitlines()))
    return bool(good)


def none(wrong, name):
    """Passes when the list of what is wrong is empty; shows it otherwise."""
    return ok(not wrong, name, "\n".join(str(item) for item in wrong))


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def done():
    print(f"1..{count}")
    sys.exit(0)

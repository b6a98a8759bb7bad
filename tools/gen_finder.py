"""Plans how the search for credentials finds the places where one may start; used by gen_secrets.py.

Every prefix is filed under a pair of neighbouring bytes in it. A window of bytes, the first of which stands before the
pair, says which bytes may stand at each of its places: those of the prefix, what may stand before it, what its shape goes
on with. The windows are put into buckets; for each place and bucket two masks over half bytes tell whether a byte may
stand there. A processor that looks up sixteen half bytes at once tests 32 places of a text in some hundred instructions,
and passes one place in hundreds. Without such a processor the pairs alone are looked up."""

PLACES, SETS = 6, 2 # SW_FINDER_PLACES, SW_FINDER_SETS
BUCKETS = 8 * SETS
ANY = frozenset(range(256))
WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
ESCAPES = frozenset(b"nrt")
ASSIGN = frozenset(b"\"'\\ \t=:")
# How often each byte stands in 100 000 bytes of a root file system …
SYSTEM = [
    12605, 889, 530, 320, 355, 321, 219, 205, 414, 333, 1212, 149, 150, 159, 248, 522,
    307, 155, 129, 108, 124, 115, 96, 102, 212, 98, 91, 90, 98, 98, 97, 194,
    8253, 107, 315, 278, 725, 198, 129, 312, 588, 531, 487, 102, 535, 465, 556, 599,
    657, 454, 293, 207, 197, 223, 177, 146, 243, 252, 310, 247, 224, 277, 226, 92,
    217, 630, 268, 466, 516, 726, 259, 239, 1568, 650, 100, 173, 726, 342, 460, 423,
    459, 89, 439, 706, 564, 246, 170, 133, 226, 128, 98, 157, 217, 162, 79, 1458,
    174, 1933, 498, 1276, 1196, 3438, 893, 620, 801, 2042, 137, 436, 1358, 788, 2057, 1911,
    1023, 112, 1886, 2046, 2594, 976, 383, 290, 361, 456, 143, 129, 142, 135, 90, 81,
    243, 145, 121, 347, 247, 248, 103, 92, 118, 754, 72, 638, 119, 349, 78, 87,
    157, 72, 75, 73, 105, 92, 78, 75, 103, 78, 74, 77, 100, 80, 76, 79,
    122, 82, 68, 72, 131, 87, 95, 80, 115, 80, 95, 77, 108, 80, 87, 84,
    167, 88, 103, 83, 108, 116, 103, 91, 163, 94, 115, 108, 122, 123, 148, 122,
    242, 130, 110, 219, 140, 105, 106, 164, 101, 96, 72, 71, 337, 67, 104, 89,
    419, 204, 95, 75, 68, 66, 71, 82, 119, 84, 73, 90, 70, 76, 77, 91,
    343, 139, 94, 107, 98, 84, 81, 90, 367, 177, 75, 134, 112, 82, 81, 103,
    131, 77, 79, 84, 71, 69, 106, 91, 141, 87, 96, 96, 101, 101, 164, 1307]
# … and of source code.
SOURCE = [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 334, 2529, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    18241, 19, 326, 550, 21, 20, 77, 533, 1141, 1141, 1184, 44, 1161, 688, 633, 748,
    670, 452, 321, 197, 147, 258, 141, 86, 138, 222, 387, 380, 107, 274, 132, 12,
    47, 863, 306, 908, 482, 1357, 394, 360, 187, 966, 37, 204, 936, 462, 969, 942,
    789, 36, 928, 1626, 1116, 339, 218, 88, 333, 148, 32, 86, 192, 85, 5, 3973,
    41, 2770, 629, 2144, 1983, 6093, 1537, 824, 1169, 3356, 64, 730, 2025, 1086, 3498, 2863,
    1549, 75, 3018, 3559, 4339, 1365, 496, 351, 522, 712, 102, 98, 44, 97, 10, 1,
    2, 2, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 2,
    1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 4,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 6, 2, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1,
    10, 3, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1,
    6, 1, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
# Letters follow letters: a place of a window tells less than bytes that come by chance.
CHANCE = 0.6
PASSES = 4


def left_set(shape, sets):
    """What may stand directly before the prefix, when a text goes on there at all."""
    number, least, most = shape["before"]
    edge = ANY if shape["left"] == "SW_EDGE_ANY" else (ANY - WORD) | ESCAPES
    if not most:
        return edge
    return frozenset(sets.at(number)) | (frozenset() if least else edge)


def right_sets(segments, sets):
    """What must stand at each place behind the prefix, as far as that is certain."""
    certain = []
    for kind, number, least, most, literal in segments:
        if kind == "SW_SEGMENT_RUN":
            certain += [frozenset(sets.at(number))] * min(least, PLACES)
            if least != most:
                break
        elif kind == "SW_SEGMENT_LITERAL":
            certain += [frozenset([ord(c)]) for c in literal]
        else:
            certain += [ASSIGN] if kind == "SW_SEGMENT_ASSIGN" else []
            break
        if len(certain) >= PLACES:
            break
    return certain + [ANY] * PLACES


class Window:
    """One prefix filed under the pair at `at`."""

    def __init__(self, text, at, left, right):
        self.pair, self.at = ord(text[at]) | ord(text[at + 1]) << 8, at
        places = [left] + [frozenset([ord(c)]) for c in text] + right
        self.masks = tuple(masks_of(places[at + k]) for k in range(PLACES))
        self.rate = rate(self.masks)


def masks_of(members):
    low = high = 0
    for byte in members:
        low |= 1 << (byte & 15)
        high |= 1 << (byte >> 4)
    return low, high


chances = {}


def chance(masks):
    """How likely a byte passes, in a system's files and in text."""
    if masks not in chances:
        low, high = masks
        passed = [byte for byte in range(256) if low >> (byte & 15) & 1 and high >> (byte >> 4) & 1]
        chances[masks] = tuple((sum(table[byte] for byte in passed) / sum(table)) ** CHANCE for table in (SYSTEM, SOURCE))
    return chances[masks]


def rate(masks):
    system = source = 1.0
    for place in masks:
        one, other = chance(place)
        system, source = system * one, source * other
    return system + source


def join(a, b):
    return tuple((x[0] | y[0], x[1] | y[1]) for x, y in zip(a, b))


EMPTY = ((0, 0),) * PLACES


def joined(windows):
    masks = EMPTY
    for window in windows:
        masks = join(masks, window.masks)
    return masks


def put(candidates):
    """Chooses a window for each prefix and its bucket, so that few places pass: each goes where it opens least, and moves
    while that helps."""
    buckets = [{} for _ in range(BUCKETS)]
    masks, home = [EMPTY] * BUCKETS, {}
    order = sorted(range(len(candidates)), key=lambda i: -min(w.rate for w in candidates[i]))
    for turn in range(PASSES):
        for i in order:
            if turn:
                old = home[i]
                del buckets[old][i]
                masks[old] = joined(buckets[old].values())
            rates = [rate(m) for m in masks]
            _, home[i], at = min((rate(join(masks[b], w.masks)) - rates[b], b, n)
                                 for b in range(BUCKETS) for n, w in enumerate(candidates[i]))
            buckets[home[i]][i] = candidates[i][at]
            masks[home[i]] = join(masks[home[i]], candidates[i][at].masks)
    return [buckets[home[i]][i] for i in range(len(candidates))], masks


def plan(anchors, shapes, segments, sets):
    """anchors: (prefix, number of its shape). Returns a window for each, and the masks of the buckets."""
    candidates = []
    for text, number in anchors:
        shape = shapes[number]
        left = left_set(shape, sets)
        right = right_sets(segments[shape["first"]:shape["first"] + shape["n"]], sets)
        candidates.append([Window(text, at, left, right) for at in range(len(text) - 1)])
    return put(candidates)

"""The text of a PDF that Chromium printed: its fonts say which letters their glyphs are."""
import re
import zlib


def objects(data):
    """Number → (dictionary, stream) of every object."""
    found = {}
    for match in re.finditer(rb"(\d+) 0 obj\b(.*?)\bendobj", data, re.S):
        body = match[2]
        at = re.search(rb"stream\r?\n", body)
        stream = b""
        if at:
            length = re.search(rb"/Length (\d+)", body[:at.start()])
            stream = body[at.end():at.end() + int(length[1])] if length else body[at.end():]
            if b"FlateDecode" in body[:at.start()]:
                stream = zlib.decompressobj().decompress(stream)
        found[int(match[1])] = (body[:at.start()] if at else body, stream)
    return found


def letters(cmap):
    """Glyph → text, of a ToUnicode table."""
    def text(hexadecimal):
        return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be", "replace")
    table = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, to in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            table[int(glyph, 16)] = text(to)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, to in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for i in range(int(low, 16), int(high, 16) + 1):
                table[i] = text(to)[:-1] + chr(ord(text(to)[-1]) + i - int(low, 16))
        for low, to in re.findall(rb"<(\w+)>\s*<\w+>\s*\[(.*?)\]", block, re.S):
            for i, one in enumerate(re.findall(rb"<(\w+)>", to)):
                table[int(low, 16) + i] = text(one)
    return table


def read(path):
    """Number of pages, and all text in the order in which it was drawn."""
    with open(path, "rb") as of:
        all_of_them = objects(of.read())
    pages = [n for n, (head, _) in sorted(all_of_them.items()) if re.search(rb"/Type\s*/Page\b", head)]
    fonts, text = {}, []
    for n, (head, _) in all_of_them.items():
        to = re.search(rb"/ToUnicode (\d+) 0 R", head)
        if to:
            fonts[n] = letters(all_of_them[int(to[1])][1])
    for n in pages:
        head = all_of_them[n][0]
        resources = re.search(rb"/Font\s*<<(.*?)>>", head, re.S)
        named = {name: fonts.get(int(to), {}) for name, to in re.findall(rb"/(\w+) (\d+) 0 R", resources[1] if resources else b"")}
        for content in re.findall(rb"\d+", re.search(rb"/Contents\s*(\[[^]]*\]|\d+)", head)[1].replace(b" 0 R", b"")):
            font = {}
            for name, hexadecimal, literal in re.findall(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|(\((?:\\.|[^\\)])*\))", all_of_them[int(content)][1], re.S):
                if name:
                    font = named.get(name, {})
                elif hexadecimal:
                    text += [font.get(int(hexadecimal[i:i + 4], 16), "") for i in range(0, len(hexadecimal), 4)]
                elif literal:
                    text += [font.get(c, "") for c in literal[1:-1]]
    return len(pages), "".join(text)

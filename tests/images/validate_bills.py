"""Bills of materials held against the standards' own schemas: validate_bills.py CYCLONEDX|SPDX … prints one line for each file, `valid` or
what is wrong. It runs with the packages of tests/requirements.txt."""
import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def cyclonedx(text):
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return str(error) if error else None


def spdx(path):
    try:
        found = validate_full_spdx_document(parse_file(path), "SPDX-2.3")
    except SPDXParsingError as error:
        return "; ".join(error.get_messages())
    return "; ".join(message.validation_message for message in found)


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        whole = file.read()
    wrong = cyclonedx(whole) if "bomFormat" in json.loads(whole) else spdx(name)
    print((wrong or "valid").replace("\n", " ")[:500])

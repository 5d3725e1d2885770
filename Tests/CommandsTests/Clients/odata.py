"""Reads a feed as a stranger's program does: by what OData 4.0 says, and by nothing of yilu's own code.

Usage: odata.py ROOT TOKEN_FILE
Checks the metadata, pages through every set, compares filters and orders with its own; prints what it read as JSON.
"""

import base64
import json
import random
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

root, token = sys.argv[1], open(sys.argv[2]).read().strip()
edmx = "{http://docs.oasis-open.org/odata/ns/edmx}"
edm = "{http://docs.oasis-open.org/odata/ns/edm}"

patterns = {
    "Edm.Date": r"\d{4}-\d\d-\d\d",
    "Edm.TimeOfDay": r"\d\d:\d\d:\d\d(\.\d+)?",
    "Edm.DateTimeOffset": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
}


def fits(value, edm_type):
    if value is None:
        return True
    if edm_type == "Edm.Int64":
        return type(value) is int
    if edm_type in ("Edm.Decimal", "Edm.Double"):
        return type(value) in (int, float)
    return type(value) is str and re.fullmatch(patterns.get(edm_type, "(?s:.*)"), value) is not None


def get(address, authorization="Basic", method="GET", prefer=None):
    request = urllib.request.Request(address, method=method)
    if authorization == "Basic":
        pair = base64.b64encode(f"anybody:{token}".encode()).decode()
        request.add_header("Authorization", f"Basic {pair}")
    elif authorization:
        request.add_header("Authorization", authorization)
    if prefer:
        request.add_header("Prefer", prefer)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    body = answer.read().decode()
    assert answer.headers["OData-Version"] == "4.0", (address, dict(answer.headers))
    return answer.status, answer.headers["Content-Type"] or "", body


def document(address, **more):
    status, kind, body = get(address, **more)
    assert status == 200, (address, status, body)
    assert kind.startswith("application/json;odata.metadata=minimal"), kind
    return json.loads(body)


def query(name, **options):
    return root + name + "?" + urllib.parse.urlencode({f"${key}": value for key, value in options.items()})


def pages(address, size=None):
    """All records, and in how many answers they came."""
    records, count = [], 0
    while address:
        page = document(address, prefer=f"odata.maxpagesize={size}" if size else None)
        assert size is None or len(page["value"]) <= size
        records += page["value"]
        address = page.get("@odata.nextLink")
        count += 1
        assert count < 10_000
    return records, count


def metadata():
    """Property types by set and name."""
    status, kind, body = get(root + "$metadata")
    assert status == 200 and kind.startswith("application/xml"), kind
    document = ElementTree.fromstring(body)
    assert document.tag == edmx + "Edmx" and document.get("Version") == "4.0"
    schema = document.find(f"{edmx}DataServices/{edm}Schema")
    types, sets = {}, {}
    for entity in schema.findall(edm + "EntityType"):
        properties = {}
        for item in entity.findall(edm + "Property"):
            assert re.fullmatch(r"[A-Za-z_]\w{0,127}", item.get("Name")), item.get("Name")
            assert item.get("Name") not in properties
            assert item.get("Type") in set(patterns) | {"Edm.String", "Edm.Int64", "Edm.Decimal", "Edm.Double"}
            properties[item.get("Name")] = item.get("Type")
        keys = [key.get("Name") for key in entity.findall(f"{edm}Key/{edm}PropertyRef")]
        assert keys == ["_number"] and keys[0] in properties
        assert [item.get("Nullable") for item in entity if item.get("Name") in keys] == ["false"]
        types[f"{schema.get('Namespace')}.{entity.get('Name')}"] = properties
    containers = schema.findall(edm + "EntityContainer")
    assert len(containers) == 1
    for item in containers[0].findall(edm + "EntitySet"):
        sets[item.get("Name")] = types[item.get("EntityType")]
    assert len(sets) == len(types)
    return sets


def refusals():
    for wrong in (None, "Bearer " + "0" * len(token), "Bearer x", "Basic !", f"Digest {token}"):
        assert get(root, authorization=wrong)[0] == 401, wrong
    assert get(root, authorization=f"Bearer {token}")[0] == 200
    assert get(root + "issue", method="POST")[0] == 405
    assert get(root + "no_such_form")[0] == 404
    assert get(root + "issue('037-999999')")[0] == 404
    expected = {
        ("expand", "x"): 501, ("search", "x"): 501, ("apply", "x"): 501, ("filter", "year(date) eq 2023"): 501,
        ("filter", "raised_by eq 'x'"): 501, ("orderby", "raised_by"): 501, ("filter", "length(title) gt 1"): 501,
        ("filter", "title eq"): 400, ("filter", "nothing eq 1"): 400, ("filter", "title eq 1"): 400,
        ("filter", "date eq 2023-13-01"): 400, ("filter", "title eq 'x"): 400, ("filter", "(" * 40 + "title eq 'x'"): 400,
        ("top", "-1"): 400, ("skip", "x"): 400, ("count", "yes"): 400, ("select", "nothing"): 400, ("orderby", "nothing"): 400,
        ("skiptoken", "x"): 400, ("no_such_option", "1"): 400, ("format", "atom"): 406,
    }
    for (option, value), status in expected.items():
        found, _, body = get(query("issue", **{option: value}))
        assert found == status, (option, value, found, body)
        assert json.loads(body)["error"]["code"] == str(status)


def term(chance, records):
    """A comparison, as text and as what it says of a record. A null is less and greater than nothing."""
    def quoted(text):
        return "'" + text.replace("'", "''") + "'"

    def some(name):
        return chance.choice([record[name] for record in records if record[name] is not None])

    if chance.random() < 0.3:
        name, text = chance.choice(["title", "_number", "_town"]), some("title") + some("_number")
        start = chance.randrange(len(text))
        part = text[start:start + chance.randrange(3)]
        call, holds = chance.choice([("contains", str.__contains__), ("startswith", str.startswith), ("endswith", str.endswith)])
        ending, wanted = chance.choice([("", True), (" eq true", True), (" eq false", False)])
        return f"{call}({name},{quoted(part)}){ending}", lambda r: holds(r[name], part) is wanted
    name = chance.choice(["title", "kind", "status", "date", "closed_on", "_number", "_town"])
    if chance.random() < 0.15:
        isNull = chance.random() < 0.5
        return f"{name} {'eq' if isNull else 'ne'} null", lambda r: (r[name] is None) is isNull
    value, operator = some(name), chance.choice(list(comparisons))
    literal = value if name in ("date", "closed_on") else quoted(value)
    if chance.random() < 0.2:
        return f"{literal} {turned[operator]} {name}", lambda r: compared(r[name], operator, value)
    return f"{name} {operator} {literal}", lambda r: compared(r[name], operator, value)


comparisons = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
}
turned = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}


def compared(value, operator, other):
    return operator == "ne" if value is None else comparisons[operator](value, other)


def condition(chance, records, depth=0):
    kind = chance.randrange(6) if depth < 4 else 0
    if kind < 3:
        return term(chance, records)
    one, holds = condition(chance, records, depth + 1)
    if kind == 3:
        return f"not ({one})", lambda r: not holds(r)
    other, othersHolds = condition(chance, records, depth + 1)
    if kind == 4:
        return f"({one}) and ({other})", lambda r: holds(r) and othersHolds(r)
    return f"({one}) or ({other})", lambda r: holds(r) or othersHolds(r)


def by_chance(records, rounds):
    """Filters made up at random are answered as worked out here; spoilt ones are answered too, or refused in words."""
    chance = random.Random(9)
    for _ in range(rounds):
        text, holds = condition(chance, records)
        assert pages(query("issue", filter=text))[0] == [record for record in records if holds(record)], text
        spoilt = list(text)
        for _ in range(1 + chance.randrange(3)):
            place = chance.randrange(len(spoilt) + 1)
            spoilt[place:place + chance.randrange(3)] = chance.choice(["", "(", ")", "'", ",", " ", "null", "eq", "\0", "%", "茶", "9"])
        status, _, body = get(query("issue", filter="".join(spoilt)))
        assert status in (200, 400, 501), (spoilt, status, body)
        assert status == 200 or json.loads(body)["error"]["message"], (spoilt, body)


sets = metadata()
service = document(root)
assert service["@odata.context"] == root + "$metadata"
assert {item["url"] for item in service["value"]} == set(sets)
summary = {"sets": sorted(sets), "records": {}, "pages": {}}
for name, properties in sets.items():
    records, count = pages(root + name, size=3)
    assert len({record["_number"] for record in records}) == len(records)
    for record in records:
        assert list(record) == list(properties), (name, list(record))
        for key, value in record.items():
            assert fits(value, properties[key]), (name, key, properties[key], value)
    assert get(root + name + "/$count")[2] == str(len(records))
    assert pages(root + name)[0] == records
    if records:
        first = document(root + f"{name}('{records[-1]['_number']}')")
        assert first.pop("@odata.context").endswith(f"#{name}/$entity") and first == records[-1]
    summary["records"][name], summary["pages"][name] = len(records), count

issues = pages(root + "issue")[0]
filters = {
    "status eq 'open'": lambda r: r["status"] == "open",
    "not (status eq 'open')": lambda r: r["status"] != "open",
    "status ne 'open' and kind ne null": lambda r: r["status"] != "open" and r["kind"] is not None,
    "date ge 2023-11-08 and date lt 2023-11-12": lambda r: "2023-11-08" <= r["date"] < "2023-11-12",
    "2023-11-08 le date": lambda r: r["date"] >= "2023-11-08",
    "closed_on eq null": lambda r: r["closed_on"] is None,
    "closed_on gt 2023-11-08 or contains(title,'门')": lambda r: (r["closed_on"] or "") > "2023-11-08" or "门" in (r["title"] or ""),
    "startswith(_town,'百善')": lambda r: r["_town"].startswith("百善"),
    "contains(title,'充电') eq false": lambda r: "充电" not in (r["title"] or ""),
    "endswith(_number,'1')": lambda r: r["_number"].endswith("1"),
    "title eq 'it''s'": lambda r: r["title"] == "it's",
}
for text, holds in filters.items():
    found = pages(query("issue", filter=text), size=2)[0]
    assert found == [record for record in issues if holds(record)], text
    counted = document(query("issue", filter=text, count="true", top="1"))
    assert counted["@odata.count"] == len(found) and len(counted["value"]) == min(1, len(found)), text
summary["filters"] = len(filters)
if issues:
    by_chance(issues, 150)

chosen = pages(query("issue", select="_number,date", orderby="date desc,_number", top="5", skip="1"), size=2)[0]
expected = sorted(issues, key=lambda r: r["_number"])
expected.sort(key=lambda r: r["date"], reverse=True)
assert chosen == [{"_number": r["_number"], "date": r["date"]} for r in expected[1:6]], chosen
refusals()
print(json.dumps(summary))

# SPDX-License-Identifier: Apache-2.0
#
# schema.py SCHEMA FILE...: reads YAML as an editor does (YAML 1.2: no dates, yes is a text) and holds it against
# the schema. Of a Markdown file its YAML blocks are parts of a configuration, and `{...}` in code a step or a
# part of one. Exit 1 with what is wrong.
import copy
import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    pass


# YAML 1.1 takes 07:30 for a number, 2026-01-01 for a date and yes for true; editors do not.
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if not tag.endswith((':timestamp', ':bool', ':int', ':float'))]
    for first, rows in copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers).items()
}
Loader.add_implicit_resolver('tag:yaml.org,2002:bool', re.compile(r'^(true|false)$'), list('tf'))
Loader.add_implicit_resolver('tag:yaml.org,2002:int', re.compile(r'^-?[0-9]+$'), list('-0123456789'))
Loader.add_implicit_resolver('tag:yaml.org,2002:float', re.compile(r'^-?[0-9]+\.[0-9]+$'), list('-0123456789'))

schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
wrong = []


def part(shape):
    """The same without what must be there: for a piece of a configuration."""
    shape = copy.deepcopy(shape)
    def loosen(node):
        if isinstance(node, dict):
            if isinstance(node.get('required'), list):
                node.pop('required')
            for child in node.values():
                loosen(child)
        elif isinstance(node, list):
            for child in node:
                loosen(child)
    loosen(shape)
    shape['definitions'] = schema['definitions']
    return shape


def faults(value, shape):
    return [f'{"/".join(map(str, e.absolute_path))}: {e.message}' for e in jsonschema.Draft7Validator(shape).iter_errors(value)]


def read(text):
    return yaml.load(text, Loader)


whole = {}
step = part(schema['properties']['journeys']['items']['properties']['steps']['items'])
journey = part(schema['properties']['journeys']['items'])
for path in sys.argv[2:]:
    text = open(path).read()
    if path.endswith('.yaml'):
        whole[path] = read(text)
        wrong += [f'{path}: {fault}' for fault in faults(whole[path], schema)]
        continue
    blocks = [re.sub(r'(?m)^ {4}', '', block) for block in re.findall(r'(?m)(?:^ {4}.*\n|^\n(?= {4}))+', text)]
    blocks = [block.strip('\n') for block in blocks if re.match(r'\s*(?:#.*\n)*[a-z_]+:', block)]
    codes = [code for code in re.findall(r'`([^`\n]+)`', text.replace('\\|', '|'))]
    steps = [code for code in codes if code.startswith('{') and code.endswith('}') and re.match(r'\{\w+:', code)]
    pieces = [code for code in codes if re.match(r'(%s): \S' % '|'.join(step['properties'] | journey['properties']), code)]
    for block in blocks:
        value = read(block)
        shape = step if isinstance(value, dict) and not set(value) <= set(schema['properties']) else part(schema)
        wrong += [f'{path}: {block!r}: {fault}' for fault in faults(value, shape)]
    for code in steps:
        value = read(code)
        kinds = [step, part(schema['definitions']['check'])]
        if all(faults(value, kind) for kind in kinds):
            wrong.append(f'{path}: {code}: {faults(value, step)}')
    for code in pieces:
        flow = re.split(r', (?=[a-z_]+: )', code) if code.count(': ') > 1 and '{' not in code and '[' not in code else [code]
        value = {}
        for piece in flow:
            value.update(read(piece))
        if faults(value, step) and faults(value, journey):
            wrong.append(f'{path}: {code}: {faults(value, step)}')
    if len(blocks) < 2 or len(steps) < 5 or len(pieces) < 10:
        wrong.append(f'{path}: only {len(blocks)} blocks, {len(steps)} steps and {len(pieces)} pieces were found')
    print(f'{path}: {len(blocks)} blocks, {len(steps)} steps and {len(pieces)} pieces of steps fit the schema')
print(f'{", ".join(whole)} fit the schema')

# Every key of the starter, misspelt one after the other: none may pass.
misspelt = 0


def misspell(value, root):
    global misspelt
    if isinstance(value, list):
        for item in value:
            misspell(item, root)
    if not isinstance(value, dict):
        return
    for key in list(value):
        if key in ('fields', 'query', 'headers', 'json', 'values'):  # names of the reader's own
            continue
        kept = dict(value)
        value.clear()
        value.update({(name + 'x' if name == key else name): held for name, held in kept.items()})
        misspelt += 1
        if not any(f"'{key}x' was unexpected" in fault or 'is not valid under' in fault for fault in faults(root, schema)):
            wrong.append(f'"{key}x" passes the schema')
        value.clear()
        value.update(kept)
        misspell(value[key], root)


starter = whole['config/saksi.yaml']
starter['calendars'][0]['holidays'] = starter['calendars'][0]['holidays'][:1]
misspell(starter, starter)
print(f'each of {misspelt} keys is refused when it is misspelt')
for line in wrong:
    print('WRONG:', line)
sys.exit(1 if wrong else 0)

"""Reads a rendered manifest (JSON) and writes what a node would do with it: variables for the shell
to standard output, the container's environment, separated by zeros, to the file named."""

import base64
import json
import shlex
import sys

UNITS = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def size(text):
    return int(text[:-2]) * UNITS[text[-2:]] if text[-2:] in UNITS else int(text)


def objects(text):
    """kubectl prints one document after the other, or a list."""
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        value, end = decoder.raw_decode(text[at:].lstrip())
        at = len(text) - len(text[at:].lstrip()) + end
        yield from value["items"] if value["kind"] == "List" else [value]


found = {(o["kind"], o["metadata"]["name"]): o for o in objects(sys.stdin.read())}
deployment = found["Deployment", "raincheck"]["spec"]
pod = deployment["template"]["spec"]
container = pod["containers"][0]
security = {**pod["securityContext"], **container["securityContext"]}
ports = {p["name"]: p["containerPort"] for p in container["ports"]}

environment = {}
for source in container["envFrom"]:
    if "configMapRef" in source:
        environment.update(found["ConfigMap", source["configMapRef"]["name"]]["data"])
    else:
        secret = found["Secret", source["secretRef"]["name"]]["data"]
        environment.update({k: base64.b64decode(v).decode() for k, v in secret.items()})
for variable in container.get("env", []):
    environment[variable["name"]] = variable["value"]

assert security["runAsNonRoot"] and security["readOnlyRootFilesystem"]
assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
with open(sys.argv[1], "w") as file:
    file.write("".join(f"{k}={v}\0" for k, v in environment.items()))
startup, readiness = container["startupProbe"], container["readinessProbe"]
variables = {
    "port": ports["http"],
    "uid": security["runAsUser"],
    "gid": security["runAsGroup"],
    "memory": size(container["resources"]["limits"]["memory"]),
    "tmp_size": size(pod["volumes"][0]["emptyDir"]["sizeLimit"]),
    "pre_stop": container["lifecycle"]["preStop"]["sleep"]["seconds"],
    "grace": pod["terminationGracePeriodSeconds"],
    "startup_path": startup["httpGet"]["path"],
    "startup_seconds": startup["periodSeconds"] * startup["failureThreshold"],
    "ready_path": readiness["httpGet"]["path"],
    "ready_period": readiness["periodSeconds"],
    "ready_timeout": readiness["timeoutSeconds"],
    "live_path": container["livenessProbe"]["httpGet"]["path"],
    "db_user": environment["QUARKUS_DATASOURCE_USERNAME"],
    "db_password": environment["QUARKUS_DATASOURCE_PASSWORD"],
}
for name, value in variables.items():
    print(f"{name}={shlex.quote(str(value))}")

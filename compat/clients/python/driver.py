"""The unmodified Dedicated KMS SDK for Python: one JSON command a line on standard input, one
JSON answer a line on standard output. Names are those of the API; bytes travel as Base64."""

import base64
import json
import os
import re
import sys

from openapi.models import Config
from sdk import models
from sdk.client import Client
from Tea.exceptions import TeaException, UnretryableException

BYTES = {"Plaintext", "CiphertextBlob", "Aad", "Iv", "Message", "Signature"}


def snake(name):
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def client():
    with open(os.environ["COFFER_PASSWORD_FILE"], encoding="ascii") as password:
        return Client(Config(
            protocol="https",
            endpoint=os.environ["COFFER_ENDPOINT"],
            client_key_file=os.environ["COFFER_CLIENT_KEY"],
            password=password.read(),
            ca_file_path=os.environ["COFFER_CA"]))


def call(sdk, action, fields):
    request = getattr(models, action + "Request")()
    for name, value in fields.items():
        if not hasattr(request, snake(name)):
            raise ValueError("the SDK has no field " + name)
        setattr(request, snake(name), base64.b64decode(value) if name in BYTES else value)
    response = getattr(sdk, snake(action))(request)
    answer = {}
    for name, value in response.to_map().items():
        if isinstance(value, bytes):
            answer[name] = base64.b64encode(value).decode("ascii")
        elif isinstance(value, (str, int, bool)):
            answer[name] = value
    return answer


def refused(failure):
    if isinstance(failure, UnretryableException):
        failure = failure.inner_exception
    if isinstance(failure, TeaException):
        data = failure.data or {}
        return {"ok": False, "code": failure.code, "message": failure.message,
                "status": int(data.get("httpCode") or 0)}
    return {"ok": False, "code": type(failure).__name__, "message": str(failure)}


def main():
    sdk = client()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = {"ok": True, "answer": call(sdk, command["action"], command["fields"])}
        except Exception as failure:  # every failure is an answer
            answer = refused(failure)
        print(json.dumps(answer), flush=True)


main()

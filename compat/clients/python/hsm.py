"""The unmodified SDK of the HSM OpenAPI for Python: one JSON command a line on standard input, one
JSON answer a line on standard output. Names are those of the API."""

import json
import os
import re
import sys

from Tea.exceptions import TeaException, UnretryableException
from alibabacloud_hsm20231113 import models
from alibabacloud_hsm20231113.client import Client
from alibabacloud_tea_openapi.models import Config


def snake(name):
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def client():
    with open(os.environ["COFFER_ACCESS_KEY"], encoding="ascii") as file:
        key = json.load(file)
    return Client(Config(
        protocol="https",
        endpoint=os.environ["COFFER_ENDPOINT"],
        region_id="cn-hangzhou",
        access_key_id=key["AccessKeyId"],
        access_key_secret=key["AccessKeySecret"],
        ca=os.environ["COFFER_CA"]))


def call(sdk, action, fields):
    request = getattr(models, action + "Request")()
    for name, value in fields.items():
        if not hasattr(request, snake(name)):
            raise ValueError("the SDK has no field " + name)
        setattr(request, snake(name), json.loads(value) if name.endswith("Ids") else value)
    return getattr(sdk, snake(action))(request).body.to_map()


def refused(failure):
    if isinstance(failure, UnretryableException):
        failure = failure.inner_exception
    if isinstance(failure, TeaException):
        data = failure.data or {}
        return {"ok": False, "code": failure.code, "message": failure.message,
                "status": int(data.get("statusCode") or 0)}
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

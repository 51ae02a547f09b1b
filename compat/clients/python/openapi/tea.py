"""The unmodified alibabacloud-kms20160120 and alibabacloud-ram20150501."""

import json
import os
import re

from Tea.exceptions import TeaException, UnretryableException
from alibabacloud_kms20160120 import models as kms_models
from alibabacloud_kms20160120.client import Client as Kms
from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as Ram
from alibabacloud_tea_openapi.models import Config

import conversation

MODELS = {"kms": kms_models, "ram": ram_models}


def make(key_id, secret):
    def config():
        return Config(
            protocol="https",
            endpoint=os.environ["COFFER_ENDPOINT"],
            region_id="cn-hangzhou",
            access_key_id=key_id,
            access_key_secret=secret,
            ca=os.environ["COFFER_CA"])
    return {"kms": Kms(config()), "ram": Ram(config())}


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def call(clients, api, action, fields):
    named = dict(fields)
    if "EncryptionContext" in named:
        named["EncryptionContext"] = json.loads(named["EncryptionContext"])
    request = getattr(MODELS[api], action + "Request")().from_map(named)
    if not named.keys() <= request.to_map().keys():
        raise ValueError("the SDK has fields " + str(request.to_map().keys()))
    return getattr(clients[api], snake(action))(request).body.to_map()


def refused(failure):
    if isinstance(failure, UnretryableException):
        failure = failure.inner_exception
    if isinstance(failure, TeaException):
        data = failure.data or {}
        return conversation.refusal(
            failure.code, failure.message,
            status=int(data.get("statusCode") or 0), requestId=data.get("RequestId"),
            detail=data.get("AccessDeniedDetail") or {})
    return conversation.broken(failure)


conversation.hold(make, call, refused)

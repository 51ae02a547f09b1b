"""The unmodified aliyun-python-sdk-kms and aliyun-python-sdk-ram."""

import importlib
import json
import os

from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.client import AcsClient

import conversation

REQUESTS = {"kms": "aliyunsdkkms.request.v20160120", "ram": "aliyunsdkram.request.v20150501"}


def make(key_id, secret):
    return AcsClient(key_id, secret, "cn-hangzhou", verify=os.environ["COFFER_CA"])


def call(client, api, action, fields):
    name = action + "Request"
    request = getattr(importlib.import_module(REQUESTS[api] + "." + name), name)()
    request.set_endpoint(os.environ["COFFER_ENDPOINT"])
    for field, value in fields.items():
        getattr(request, "set_" + field)(value)
    return json.loads(client.do_action_with_exception(request))


def refused(failure):
    if isinstance(failure, ServerException):
        return conversation.refusal(
            failure.get_error_code(), failure.get_error_msg(),
            status=failure.get_http_status(), requestId=failure.get_request_id())
    if isinstance(failure, ClientException):
        return conversation.refusal(failure.get_error_code(), failure.get_error_msg())
    return conversation.broken(failure)


conversation.hold(make, call, refused)

"""Runs a Lambda handler written in Python: fetches invocations from the Runtime API and posts what comes of them."""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

VERSION = "/2018-06-01/runtime/"
ERROR_TYPE = "Lambda-Runtime-Function-Error-Type"


class InitError(Exception):
    """The handler cannot be had."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = list(trace)


class RuntimeApi:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def next(self):
        return self.call("GET", "invocation/next", None, {})

    def response(self, request_id, body):
        headers = {"Content-Type": "application/json"}
        self.call("POST", "invocation/%s/response" % request_id, body, headers)

    def error(self, path, error_type, body):
        headers = {"Content-Type": "application/vnd.aws.lambda.error+json", ERROR_TYPE: error_type}
        self.call("POST", path, body, headers)

    def call(self, method, path, body, headers):
        self.connection.request(method, VERSION + path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 202, 413):
            sys.exit("The Runtime API refused %s: %d %r" % (path, answer.status, content))
        return answer, content


class Identity:
    def __init__(self, value):
        self.cognito_identity_id = value.get("cognitoIdentityId")
        self.cognito_identity_pool_id = value.get("cognitoIdentityPoolId")


class Client:
    def __init__(self, value):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, value.get(name))


class ClientContext:
    def __init__(self, value):
        self.custom = value.get("custom")
        self.env = value.get("env")
        self.client = Client(value["client"]) if value.get("client") else None


class Context:
    """What a handler learns about its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity(json.loads(headers.get("Lambda-Runtime-Cognito-Identity") or "{}"))
        client_context = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(client_context)) if client_context else None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class LogHandler(logging.Handler):
    """Writes records as Lambda does, with the request id."""

    request_id = ""

    def __init__(self):
        super().__init__()
        formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s")
        formatter.datefmt = "%Y-%m-%dT%H:%M:%S"
        formatter.converter = time.gmtime
        self.setFormatter(formatter)

    def emit(self, record):
        record.aws_request_id = LogHandler.request_id
        print(self.format(record).replace("\n", "\r"))


def plain(value):
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8")
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def to_json(value):
    # Since Python 3.12 Lambda's runtime leaves characters as they are.
    return json.dumps(value, default=plain, ensure_ascii=sys.version_info < (3, 12)).encode("utf-8")


def error_json(error_type, message, trace, request_id):
    value = {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}
    return to_json(value)


def print_error(error_type, message, trace):
    lines = ["[ERROR] %s: %s" % (error_type, message)]
    if trace:
        lines += ["Traceback (most recent call last):"] + [entry.rstrip("\n") for entry in trace]
    print("\n".join(lines).replace("\n", "\r"))


def load_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise InitError("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    module = load_module(module_name)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise InitError(
            "Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name)
        )


def load_module(module_name):
    try:
        return importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise InitError(
            "Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)
        )
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise InitError(
            "Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace
        )
    except Exception as error:
        raise InitError(type(error).__name__, str(error), own_trace(error))


def own_trace(error):
    """The entries below this file: the user's own, without those of the import machinery."""
    entries = traceback.extract_tb(error.__traceback__)
    hidden = (__file__, importlib.__file__)
    return traceback.format_list(
        [e for e in entries if e.filename not in hidden and not e.filename.startswith("<frozen importlib")]
    )


def run(api, handler, headers, event):
    context = Context(headers)
    request_id = context.aws_request_id
    LogHandler.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id") or ""
    try:
        result = handler(json.loads(event), context)
    except Exception as error:
        fail(api, request_id, type(error).__name__, str(error), own_trace(error))
        return
    try:
        body = to_json(result)
    except Exception as error:
        fail(api, request_id, "Runtime.MarshalError", "Unable to marshal response: %s" % error, [])
        return
    flush()
    api.response(request_id, body)


def fail(api, request_id, error_type, message, trace):
    print_error(error_type, message, trace)
    flush()
    api.error("invocation/%s/error" % request_id, error_type, error_json(error_type, message, trace, request_id))


def flush():
    sys.stdout.flush()
    sys.stderr.flush()


def main():
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    logging.getLogger().addHandler(LogHandler())
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except InitError as error:
        print_error(error.error_type, error.message, error.trace)
        flush()
        body = error_json(error.error_type, error.message, error.trace, "")
        api.error("init/error", error.error_type, body)
        sys.exit(1)
    while True:
        answer, event = api.next()
        run(api, handler, answer.headers, event)


if __name__ == "__main__":
    # The handler's modules may look for each other, but not for this one.
    if sys.path and os.path.abspath(sys.path[0]) == os.path.dirname(os.path.abspath(__file__)):
        del sys.path[0]
    try:
        main()
    except (ConnectionError, http.client.HTTPException) as gone:
        sys.exit("The node is gone: %r" % gone)  # without it there is nothing to do

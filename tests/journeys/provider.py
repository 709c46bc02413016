"""An OpenID provider for the journeys, a process of its own: ``python provider.py`` with its settings as JSON on stdin.

Authlib's server does the protocol: registered client with a secret, exact addresses to come back to, PKCE (S256 only),
codes good once, tokens signed with a key of this run. Ours are the page of name and password, and two words in memory.
The first line printed is the provider's address.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback only

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode, UserInfo
from joserfc.jwk import KeySet, RSAKey

LASTS = 120
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>统一身份认证</title><h1>统一身份认证</h1>
{% if wrong %}<p role="alert">用户名或密码不对</p>{% endif %}<form method="post"><label>用户名 <input name="name"></label>
<label>密码 <input name="password" type="password"></label><button>登录</button></form></html>"""


@dataclass(frozen=True)
class Account:
    """One account of the directory; ``amr`` is how it says this person signed in."""

    sub: str
    password: str
    shown: str
    amr: list[str]

    def get_user_id(self) -> str:
        return self.sub


@dataclass(frozen=True)
class Client(ClientMixin):
    """The bureau, as the directory has it registered."""

    client_id: str
    secret: str
    back: list[str]
    back_after_leaving: list[str]

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.back[0]

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(word for word in scope.split() if word in ("openid", "profile"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.back

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, self.secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    account: Account
    auth_time: int = field(default_factory=lambda: int(time.time()))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> str | None:
        return None

    def get_amr(self) -> list[str]:
        return self.account.amr

    def is_expired(self) -> bool:
        return time.time() > self.auth_time + LASTS


CODES: dict[str, Code] = {}
KEY = RSAKey.generate_key(2048, parameters={"kid": "this-run", "use": "sig", "alg": "RS256"})


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    def save_authorization_code(self, code: str, request: Any) -> None:
        asked = request.payload.data
        CODES[code] = Code(
            request.client.client_id, asked["redirect_uri"], request.scope or asked["scope"], asked["nonce"],
            asked["code_challenge"], asked["code_challenge_method"], request.user,
        )  # fmt: skip

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        found = CODES.get(code)
        return found if found and found.client_id == client.client_id and not found.is_expired() else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        for code in [code for code, kept in CODES.items() if kept is authorization_code]:
            del CODES[code]

    def authenticate_user(self, authorization_code: Code) -> Account:
        return authorization_code.account


class OnlyS256(CodeChallenge):
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)


class Tokens(OpenIDCode):
    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return any(code.nonce == nonce for code in CODES.values())

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        return KEY

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": "RS256", "kid": "this-run"}

    def get_client_algorithm(self, client: Client) -> str:
        return "RS256"

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        issuer = flask.request.host_url.rstrip("/")
        return {"iss": issuer, "aud": [client.client_id], "exp": int(time.time()) + LASTS}

    def generate_user_info(self, user: Account, scope: str) -> UserInfo:
        return UserInfo(sub=user.sub, name=user.shown)


def make_app(given: dict[str, Any]) -> flask.Flask:
    """The provider with these accounts (name -> account) and this one client."""
    app = flask.Flask("provider")
    app.secret_key = secrets.token_bytes(32)
    accounts = {name: Account(**one) for name, one in given["accounts"].items()}
    client = Client(**given["client"])
    server = AuthorizationServer(
        app, lambda asked: client if asked == client.client_id else None, lambda token, request: None
    )
    server.register_grant(CodeGrant, [Tokens(require_nonce=True), OnlyS256(required=True)])
    _add_pages(app, server, accounts)
    _add_leaving(app, client)
    return app


def _add_pages(app: flask.Flask, server: AuthorizationServer, accounts: dict[str, Account]) -> None:
    @app.get("/.well-known/openid-configuration")
    def about() -> dict[str, Any]:
        here = flask.request.host_url.rstrip("/")
        return {
            "issuer": here, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys", "end_session_endpoint": f"{here}/leave",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip

    @app.get("/keys")
    def keys() -> Any:
        return flask.jsonify(KeySet([KEY]).as_dict(private=False))

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        """Asks who it is once a session; then straight on."""
        form, is_wrong = flask.request.form, False
        if flask.request.method == "POST":
            found = accounts.get(form.get("name", ""))
            is_wrong = found is None or found.password != form.get("password")
            if not is_wrong:
                flask.session["name"] = form["name"]
                return flask.redirect(flask.request.url)
        if (name := flask.session.get("name")) is None or is_wrong:
            return flask.render_template_string(PAGE, wrong=is_wrong), 403 if is_wrong else 200
        try:
            grant = server.get_consent_grant(end_user=accounts[name])
        except OAuth2Error as error:
            return server.handle_error_response(flask.request, error)
        return server.create_authorization_response(grant=grant, grant_user=accounts[name])

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()


def _add_leaving(app: flask.Flask, client: Client) -> None:
    @app.get("/leave")
    def leave() -> Any:
        flask.session.clear()
        to = flask.request.args.get("post_logout_redirect_uri", "")
        is_known = flask.request.args.get("client_id") == client.client_id and to in client.back_after_leaving
        return flask.redirect(to) if is_known else ("已退出", 200)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def main() -> None:
    app = make_app(json.loads(sys.stdin.read()))
    with make_server("127.0.0.1", 0, app, handler_class=_Quiet) as door:
        sys.stdout.write(f"http://localhost:{door.server_port}\n")
        sys.stdout.flush()
        door.serve_forever()


if __name__ == "__main__":
    main()

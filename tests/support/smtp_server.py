# SPDX-License-Identifier: Apache-2.0
#
# A mail server of a test, by aiosmtpd, on a free port of 127.0.0.1:
#
#   smtp_server.py PORTFILE MAILBOX [--cert PEM --key PEM [--smtps]] [--login USER:PASSWORD] [--answers 450,250,...]
#
# PORTFILE gets the port when it listens; MAILBOX one JSON line for each letter it was given: from, to, data, tls, login,
# and what it answered. The n-th letter gets the n-th of the answers, the last one from then on. A recipient "gone@..."
# is refused.
import argparse
import asyncio
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

parser = argparse.ArgumentParser()
parser.add_argument("portfile")
parser.add_argument("mailbox")
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--smtps", action="store_true")
parser.add_argument("--login")
parser.add_argument("--answers", default="250")
options = parser.parse_args()
answers = options.answers.split(",")
texts = {"250": "250 Message accepted", "450": "450 4.2.1 Mailbox busy, try again later", "550": "550 5.7.1 Refused by policy"}
given = 0


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("gone@"):
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global given
        answer = answers[min(given, len(answers) - 1)]
        given += 1
        with open(options.mailbox, "a") as box:
            box.write(json.dumps({
                "from": envelope.mail_from, "to": envelope.rcpt_tos, "data": envelope.content.decode("latin-1"),
                "tls": session.ssl is not None or options.smtps, "login": bool(session.authenticated), "answer": answer}) + "\n")
        return texts[answer]


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and f"{data.login.decode()}:{data.password.decode()}" == options.login
    return AuthResult(success=good, handled=False)


async def main():
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    upgrade = None if options.smtps else context
    make = lambda: SMTP(Handler(), tls_context=upgrade, require_starttls=False, auth_required=bool(options.login),
                        auth_require_tls=context is not None and not options.smtps,
                        authenticator=authenticate if options.login else None)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=context if options.smtps else None)
    with open(options.portfile + ".new", "w") as port:
        port.write(str(server.sockets[0].getsockname()[1]))
    os.rename(options.portfile + ".new", options.portfile)
    await server.serve_forever()


asyncio.run(main())

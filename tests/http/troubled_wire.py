# SPDX-License-Identifier: Apache-2.0
"""What stands between a program and its blob store on a bad day: a wire that changes bytes, and a
server that says 503 or nothing."""

import http.server
import socket
import threading


class Wire:
    """Passes bytes on to a server, and as told changes one in a body."""

    def __init__(self, port):
        self.server = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.up = self.down = 0  # so many bodies are changed on this way yet
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.server))
            except OSError:
                client.close()
                continue
            for source, sink, way in ((client, server, "up"), (server, client, "down")):
                threading.Thread(target=self._pass, args=(source, sink, way), daemon=True).start()

    def _pass(self, source, sink, way):
        first = b"PUT " if way == "up" else b"HTTP/1.1 200"
        is_body = False
        try:
            while data := source.recv(65536):
                if data.startswith(first):
                    end = data.find(b"\r\n\r\n") + 4
                    is_body = True
                    data = data[:end] + self._changed(data[end:], way, is_body)
                    is_body = len(data) == end
                elif is_body:
                    data = self._changed(data, way, is_body)
                    is_body = False
                sink.sendall(data)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()

    def _changed(self, body, way, is_body):
        left = getattr(self, way)
        if not body or not is_body or left <= 0:
            return body
        setattr(self, way, left - 1)
        return body[:-1] + bytes([body[-1] ^ 1])


class Stub:
    """Answers each request with the next of `answers`, the last one for ever: (status, body), or
    None for no answer at all."""

    def __init__(self, answers):
        stub = self
        self.answers = list(answers)
        self.asked = 0
        self.is_over = threading.Event()
        lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.rfile.read(int(self.headers.get("content-length", 0)))
                with lock:
                    at = min(stub.asked, len(stub.answers) - 1)
                    stub.asked += 1
                if stub.answers[at] is None:
                    stub.is_over.wait()
                    return
                status, body = stub.answers[at]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_PUT = do_HEAD = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()

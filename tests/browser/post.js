// A mail server that takes everything (RFC 5321, as much of it as a client needs) and keeps what it took.
import { createServer } from "node:net";

/** Starts it on a free port; `letters` holds what came, with who it went to. */
export async function post() {
  const letters = [];
  const server = createServer((socket) => {
    let rest = "";
    let to = "";
    let body = null;
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.write("220 post ESMTP\r\n");
    socket.on("data", (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (body !== null) {
          if (line === ".") {
            letters.push({ to, text: decoded(body.join("\n")) });
            body = null;
            socket.write("250 taken\r\n");
          } else body.push(line);
          continue;
        }
        const word = line.slice(0, 4).toUpperCase();
        if (word === "EHLO") socket.write("250-post\r\n250 8BITMIME\r\n");
        else if (word === "RCPT") {
          to = line.match(/<([^>]*)>/)?.[1] ?? "";
          socket.write("250 yes\r\n");
        } else if (word === "DATA") {
          body = [];
          socket.write("354 go on\r\n");
        } else if (word === "QUIT") socket.end("221 bye\r\n");
        else socket.write("250 yes\r\n");
      }
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { port: server.address().port, letters, close: () => server.close() };
}

/** The text with its transfer encodings undone, as far as codes and links need it. */
function decoded(text) {
  const quoted = text.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  const parts = text.split(/\n\n/).filter((part) => /^[A-Za-z0-9+/=\n]{40,}$/.test(part.trim()));
  return [quoted, ...parts.map((part) => Buffer.from(part.replace(/\n/g, ""), "base64").toString("utf8"))].join("\n");
}
